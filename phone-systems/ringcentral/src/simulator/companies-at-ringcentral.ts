import { acme, globex } from 'prodoscore-phone-systems/testing';
import type { ExtensionType, RingCentralCompany, SimulatedExtension } from './model.js';

// Just over 2^53: odd ids become even in a client that reads them as numbers.
const ACME_ID = 9_007_199_255_000_001n;
const GLOBEX_ID = 62_264_801_016n;
const FEDERATED_ID = 62_264_909_016n;

type Person = (typeof acme.users)[number];

const extension = (id: bigint, number: string, more: Partial<SimulatedExtension>): SimulatedExtension => ({
  id: String(id),
  extensionNumber: number,
  type: 'User',
  status: 'Enabled',
  firstName: '',
  lastName: '',
  email: null,
  phoneNumbers: [],
  hidden: false,
  site: 'Main site',
  administers: null,
  readsCompanyCallLog: false,
  ...more,
});

/** The same person as the reference host knows, with an extension. */
const personAt = (company: bigint, place: number, person: Person, more: Partial<SimulatedExtension> = {}) =>
  extension(company + 100n + BigInt(place), String(100 + place), {
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.emails[0] ?? null,
    phoneNumbers: person.phoneNumbers,
    administers: person.isSuperAdmin ? 'account' : person.isAdmin ? 'site' : null,
    readsCompanyCallLog: person.isSuperAdmin,
    ...(person.jobTitle === undefined ? {} : { jobTitle: person.jobTitle }),
    ...(person.leftDaysBeforeStart === undefined ? {} : { leftDaysBeforeStart: person.leftDaysBeforeStart }),
    ...more,
  });

const groupAt = (company: bigint, place: number, type: ExtensionType, name: string, phoneNumbers: string[] = []) =>
  extension(company + 800n + BigInt(place), String(800 + place), { type, firstName: name, phoneNumbers });

const DIFFERENT: Readonly<Record<string, Partial<SimulatedExtension>>> = {
  Nia: { site: 'Warehouse' },
  Tom: { site: 'Warehouse' },
  Grace: { site: 'Warehouse' },
  Showroom: { type: 'Limited' },
  Omar: { hidden: true },
  Hana: { deleted: true },
  Ben: { status: 'NotActivated' },
  Sofia: { status: 'Disabled' },
};

const acmeId = (place: number): string => String(ACME_ID + 100n + BigInt(place));
const acmeGroup = (place: number): string => String(ACME_ID + 800n + BigInt(place));

/**
 * Acme with RingCentral: the people whom the reference host knows, with the same e-mails and numbers. Dana runs it and
 * may read the company's calls; Grace runs a site of it, Omar is hidden in the directory, Hana is gone, Ben is not
 * activated yet and Sofia is disabled.
 */
export const acmeAtRingCentral: RingCentralCompany = {
  id: String(ACME_ID),
  name: 'Acme',
  domain: acme.domain,
  mainNumber: '+14155550100',
  timeZone: acme.timeZone,
  extensions: [
    ...acme.users.map((person, place) => personAt(ACME_ID, place + 1, person, DIFFERENT[person.firstName])),
    groupAt(ACME_ID, 0, 'Department', 'Order desk', ['+14155550104']),
    groupAt(ACME_ID, 1, 'IvrMenu', 'Main menu', ['+14155550103']),
    groupAt(ACME_ID, 2, 'ParkLocation', 'Parking'),
    groupAt(ACME_ID, 3, 'Voicemail', 'Messages for all'),
  ],
  federated: [
    extension(FEDERATED_ID + 101n, '2101', {
      firstName: 'Stella',
      lastName: 'Fremd',
      email: 'stella@initech.example',
      phoneNumbers: ['+13125550201'],
    }),
  ],
  cast: {
    caller: acmeId(1),
    colleague: acmeId(3),
    colleaguePeer: acmeId(5),
    voicemailSender: acmeId(2),
    voicemailReceiver: acmeId(6),
    agents: [acmeId(7), acmeId(8), acmeId(15)],
    supervisor: acmeId(6),
    desk: acmeId(4),
    nightDesk: acmeId(11),
    queue: acmeGroup(0),
    menu: acmeGroup(1),
  },
};

/** A second company: its administrator's grant opens an account that a tenant of `acme.example` must not have. */
export const globexAtRingCentral: RingCentralCompany = {
  id: String(GLOBEX_ID),
  name: 'Globex',
  domain: globex.domain,
  mainNumber: '+12125550160',
  timeZone: globex.timeZone,
  extensions: [
    ...globex.users.map((person, place) => personAt(GLOBEX_ID, place + 1, person)),
    groupAt(GLOBEX_ID, 0, 'Department', 'Globex queue', ['+12125550169']),
  ],
  federated: [],
};
