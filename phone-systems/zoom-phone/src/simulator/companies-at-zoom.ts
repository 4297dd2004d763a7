import { acme, globex } from 'prodoscore-phone-systems/testing';
import type { SimulatedGroup, SimulatedUser, ZoomCompany } from './model.js';

type Person = (typeof acme.users)[number];

const idAt = (kind: string, company: string, place: number): string =>
  `${kind}-${company}-${String(place).padStart(4, '0')}`;

/** The same person as the reference host knows, with a Zoom Phone seat; everybody at Zoom has an e-mail. */
const userAt = (
  company: typeof acme,
  place: number,
  person: Person,
  more: Partial<SimulatedUser> = {},
): SimulatedUser => {
  const [initial = '', last = ''] = [person.firstName[0]?.toLowerCase(), person.lastName.toLowerCase()];
  const name = company.name.toLowerCase();
  return {
    id: idAt('zoom-user', name, place),
    phoneUserId: idAt('phone-user', name, place),
    extensionId: idAt('user-ext', name, place),
    extensionNumber: 800 + place,
    name: `${person.firstName} ${person.lastName}`,
    email: person.emails[0] ?? `${initial}.${last}@${company.domain}`,
    verified: true,
    phoneNumbers: person.phoneNumbers,
    status: 'activate',
    roleName: person.isSuperAdmin ? 'Owner' : person.isAdmin ? 'Admin' : 'Member',
    managesPhone: person.isSuperAdmin,
    site: 'Main',
    department: '',
    ...(person.leftDaysBeforeStart !== undefined && { leftDaysBeforeStart: person.leftDaysBeforeStart }),
    ...more,
  };
};

const groupAt = (place: number, type: SimulatedGroup['type'], name: string, phoneNumber: string | null = null) => ({
  extensionId: idAt('group-ext', 'acme', place),
  extensionNumber: 700 + place,
  type,
  name,
  phoneNumber,
});

const acmeUser = (place: number): string => idAt('zoom-user', 'acme', place);
const acmeGroup = (place: number): string => idAt('group-ext', 'acme', place);

const DIFFERENT: Readonly<Record<string, Partial<SimulatedUser>>> = {
  Nia: { site: 'Warehouse' },
  Kim: { department: 'Sales' },
  Hana: { gone: true },
  Luis: { extensionNumber: 812, succeeds: acmeUser(12) },
  Ben: { status: 'pending', extensionNumber: null },
  Sofia: { status: 'deactivate' },
};

/**
 * Acme with Zoom Phone: the people whom the reference host knows, with the same e-mails and numbers. Dana owns it and may
 * read all calls; Grace is an administrator without Zoom Phone management; Hana has left, and Luis has her extension
 * since; Ben has no Zoom Phone yet and Sofia's is deactivated. The showroom's telephone is nobody's.
 */
export const acmeAtZoom: ZoomCompany = {
  accountId: 'zoom-account-acme-01',
  name: 'Acme',
  domain: acme.domain,
  mainNumber: '+14155550100',
  timeZone: acme.timeZone,
  plan: 'business',
  users: acme.users.flatMap((person, index) =>
    person.firstName === 'Showroom' ? [] : [userAt(acme, index + 1, person, DIFFERENT[person.firstName])],
  ),
  groups: [
    groupAt(0, 'call_queue', 'Order desk', '+14155550104'),
    groupAt(1, 'call_queue', 'Order desk, late'),
    groupAt(2, 'auto_receptionist', 'Main menu', '+14155550103'),
    groupAt(3, 'shared_line_group', 'Key customers', '+14155550105'),
    groupAt(4, 'common_area', 'Showroom', '+14155550178'),
  ],
  cast: {
    caller: acmeUser(1),
    colleague: acmeUser(3),
    colleaguePeer: acmeUser(5),
    voicemailSender: acmeUser(2),
    voicemailReceiver: acmeUser(6),
    agents: [acmeUser(7), acmeUser(8), acmeUser(15)],
    supervisor: acmeUser(6),
    desk: acmeUser(4),
    nightDesk: acmeUser(11),
    queue: acmeGroup(0),
    overflowQueue: acmeGroup(1),
    menu: acmeGroup(2),
    sharedLine: acmeGroup(3),
  },
};

/** A second company, on the smaller plan: its administrator's grant opens an account that a tenant of Acme's must not have. */
export const globexAtZoom: ZoomCompany = {
  accountId: 'zoom-account-globex-01',
  name: 'Globex',
  domain: globex.domain,
  mainNumber: '+12125550160',
  timeZone: globex.timeZone,
  plan: 'pro',
  users: globex.users.map((person, index) => userAt(globex, index + 1, person)),
  groups: [],
};
