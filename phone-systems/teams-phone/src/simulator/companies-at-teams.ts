import { acme, globex } from 'prodoscore-phone-systems/testing';
import type { LineKind, SimulatedUser, TeamsCompany } from './model.js';

const ACME_ID = '0b7c5a10-5e1d-4c57-9a3e-acac00000001';
const GLOBEX_ID = '0b7c5a10-5e1d-4c57-9a3e-91be00000002';
const INITIAL = 'acmehq.onmicrosoft.com';

const LINES: readonly LineKind[] = ['directRouting', 'callingPlan', 'operatorConnect'];

type Person = (typeof acme.users)[number];

const idAt = (prefix: string, place: number): string => `${prefix}-5d0c-4e11-8000-${String(place).padStart(12, '0')}`;
const acmeId = (place: number): string => idAt('acac0001', place);
const acmeAccount = (place: number): string => idAt('acac0001', 800 + place);

const user = (id: string, more: Partial<SimulatedUser>): SimulatedUser => ({
  id,
  displayName: '',
  mail: null,
  userPrincipalName: '',
  proxyAddresses: [],
  businessPhones: [],
  mobilePhone: null,
  accountEnabled: true,
  userType: 'Member',
  accountType: 'user',
  isEnterpriseVoiceEnabled: true,
  telephoneNumbers: [],
  line: 'callingPlan',
  administers: null,
  ...more,
});

/** The same person as the reference host knows, in the directory. Who has no e-mail signs in at the initial domain. */
const personAt = (id: string, place: number, initialDomain: string, person: Person): SimulatedUser => {
  const [mail = null, ...others] = person.emails;
  const name = person.firstName.toLowerCase();
  return user(id, {
    displayName: `${person.firstName} ${person.lastName}`.trim(),
    mail,
    userPrincipalName: mail?.toLowerCase() ?? `${name}@${initialDomain}`,
    proxyAddresses: [...(mail === null ? [] : [`SMTP:${mail}`]), ...others.map((one) => `smtp:${one}`)],
    businessPhones: person.phoneNumbers.slice(0, 1).map((number) => number.replace(/^\+1(\d{3})(\d{3})/, '+1 $1-$2-')),
    accountEnabled: person.state === 'active' || person.state === 'deleted',
    isEnterpriseVoiceEnabled: person.phoneNumbers.length > 0,
    telephoneNumbers: person.phoneNumbers,
    line: LINES[place % LINES.length] ?? 'callingPlan',
    administers: person.isSuperAdmin ? 'global' : person.isAdmin ? 'lesser' : null,
    deleted: person.state === 'deleted',
    ...(person.leftDaysBeforeStart !== undefined && { leftDaysBeforeStart: person.leftDaysBeforeStart }),
  });
};

const DIFFERENT: Readonly<Record<string, Partial<SimulatedUser>>> = {
  // The name to sign in with is another than the address.
  Lee: { userPrincipalName: `lee.park@${acme.domain}` },
  // No address beside the name to sign in with.
  Ann: { mail: null, proxyAddresses: [] },
  // The directory's number was typed years ago.
  Tom: { businessPhones: ['415 555 0199'] },
  Ben: { accountEnabled: true },
};

const accountAt = (place: number, answersAs: 'queue' | 'attendant', name: string, telephoneNumbers: string[]) =>
  user(acmeAccount(place), {
    displayName: name,
    userPrincipalName: `${name.toLowerCase().replaceAll(' ', '-')}@${acme.domain}`,
    accountEnabled: false,
    accountType: 'resourceAccount',
    telephoneNumbers,
    answersAs,
  });

/**
 * Acme with Teams Phone: the people whom the reference host knows, with the same e-mails and numbers. Dana runs the
 * tenant and may consent for it; Grace administers something and may not, Hana is gone, Ben has no number yet and Sofia
 * is disabled. A guest, a room, and the resource accounts of two queues and an attendant are in the directory as well.
 */
export const acmeAtTeams: TeamsCompany = {
  id: ACME_ID,
  name: 'Acme',
  domain: acme.domain,
  domains: [acme.domain],
  initialDomain: INITIAL,
  timeZone: acme.timeZone,
  users: [
    ...acme.users.map((person, place) => ({
      ...personAt(acmeId(place + 1), place + 1, INITIAL, person),
      ...DIFFERENT[person.firstName],
    })),
    user(acmeId(31), {
      displayName: 'Stella Fremd',
      mail: 'stella@initech.example',
      userPrincipalName: `stella_initech.example#EXT#@${INITIAL}`,
      userType: 'Guest',
      accountType: 'guest',
      isEnterpriseVoiceEnabled: false,
    }),
    user(acmeId(32), {
      displayName: 'Board room',
      mail: `board-room@${acme.domain}`,
      userPrincipalName: `board-room@${acme.domain}`,
      accountEnabled: false,
      accountType: 'ineligibleUser',
      isEnterpriseVoiceEnabled: false,
    }),
    accountAt(0, 'queue', 'Order desk', ['+14155550104']),
    accountAt(1, 'attendant', 'Main menu', ['+14155550103']),
    accountAt(2, 'queue', 'Support', ['+14155550102']),
  ],
  cast: {
    caller: acmeId(1),
    colleague: acmeId(3),
    colleaguePeer: acmeId(5),
    voicemailSender: acmeId(2),
    voicemailReceiver: acmeId(6),
    agents: [acmeId(7), acmeId(8), acmeId(15)],
    desk: acmeId(4),
    nightDesk: acmeId(11),
    queue: acmeAccount(0),
    overflowQueue: acmeAccount(2),
    attendant: acmeAccount(1),
  },
};

/** A second company: its administrator's consent opens a tenant that a tenant of `acme.example` must not have. */
export const globexAtTeams: TeamsCompany = {
  id: GLOBEX_ID,
  name: 'Globex',
  domain: globex.domain,
  domains: [globex.domain, 'globex-labs.example'],
  initialDomain: 'globexinc.onmicrosoft.com',
  timeZone: globex.timeZone,
  users: globex.users.map((person, place) =>
    personAt(idAt('91be0002', place + 1), place + 1, 'globexinc.onmicrosoft.com', person),
  ),
};
