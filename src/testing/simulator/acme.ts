import type { SimulatedCompany, SimulatedUser } from './model.js';

/** Somebody at Acme as a host knows them, and what a host should make of them. */
export interface AcmePerson {
  /** A host may use it as the employee's id. */
  readonly id: string;
  readonly name: string;
  /** As the host has them; a few differ from Dialpad's on purpose. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly role: 'admin' | 'manager' | 'employee';
  readonly managerId: string | null;
  readonly active: boolean;
  /** The id of the person's line in Dialpad; null for the one who has none, and for the one whom nothing identifies. */
  readonly dialpadUserId: string | null;
  /** What automatic matching should find: `ambiguous` shares a number with another line, so it matches nobody. */
  readonly match: 'email' | 'phone' | 'none' | 'ambiguous';
}

/** The made-up company's zone; stories are told on its wall clock. */
export const ACME_TIME_ZONE = 'America/New_York';
export const ACME_DOMAIN = 'acme.example';

// Just over 2^53: odd ids become even in a client that reads them as numbers.
const idOf = (place: number): string => String(9_007_199_254_741_000n + BigInt(place));
const COMPANY_ID = '9007199254740993';
const OFFICE_ID = '5527348325810177';

const line = (place: number, name: string, more: Partial<SimulatedUser> = {}): SimulatedUser => {
  const [firstName = '', ...rest] = name.split(' ');
  return {
    id: idOf(place),
    firstName,
    lastName: rest.join(' '),
    emails: [`${firstName.toLowerCase()}@${ACME_DOMAIN}`],
    phoneNumbers: [`+141555501${String(69 + place)}`],
    extension: String(1000 + place),
    state: 'active',
    isAdmin: false,
    isSuperAdmin: false,
    ...more,
  };
};

const group = (place: number, type: SimulatedCompany['groups'][number]['type'], name: string) => ({
  id: idOf(500 + place),
  type,
  name,
  phone: `+1415555010${place}`,
});

/** The company that a simulator has unless it is given others: a dozen people, and every story on every day. */
export const acme: SimulatedCompany = {
  id: COMPANY_ID,
  name: 'Acme',
  domain: ACME_DOMAIN,
  adminEmail: `dana@${ACME_DOMAIN}`,
  officeId: OFFICE_ID,
  timeZone: ACME_TIME_ZONE,
  users: [
    line(1, 'Dana Reyes', { isAdmin: true, isSuperAdmin: true, jobTitle: 'Head of operations' }),
    line(2, 'Lee Park', { jobTitle: 'Account manager' }),
    line(3, 'Ann Moss', { jobTitle: 'Account manager' }),
    line(4, 'Priya Nair', { emails: ['Priya.Nair@Acme.Example'] }),
    line(5, 'Marco Ruiz', { emails: [] }),
    line(6, 'Grace Obi', { isAdmin: true, emails: [`grace@${ACME_DOMAIN}`, `g.obi@${ACME_DOMAIN}`] }),
    line(7, 'Tom Becker', { phoneNumbers: ['+14155550176', '+14155550186'] }),
    line(8, 'Nia Cole'),
    line(9, 'Luis Ortega', { emails: [], phoneNumbers: ['+14155550178'] }),
    line(10, 'Showroom Phone', { emails: [], phoneNumbers: ['+14155550178'] }),
    line(11, 'Omar Haddad', { jobTitle: 'Night desk' }),
    line(12, 'Hana Sato', { state: 'deleted', phoneNumbers: ['+14155550181'], leftDaysBeforeStart: 20 }),
    line(13, 'Ben Adler', { state: 'pending', phoneNumbers: [], extension: undefined }),
    line(14, 'Sofia Lind', { state: 'suspended', phoneNumbers: ['+14155550183'], leftDaysBeforeStart: 5 }),
    // The number is the sales department's own: it identifies nobody.
    line(15, 'Kim Doyle', { phoneNumbers: ['+14155550101', '+14155550184'] }),
  ],
  groups: [
    group(1, 'department', 'Sales'),
    group(2, 'department', 'Support'),
    group(3, 'callrouter', 'Main menu'),
    group(4, 'callcenter', 'Order desk'),
    group(5, 'office', 'Acme main line'),
  ],
  cast: {
    caller: idOf(1),
    colleague: idOf(3),
    colleaguePeer: idOf(5),
    voicemailSender: idOf(2),
    voicemailReceiver: idOf(6),
    departmentAgent: idOf(4),
    ringAllAgents: [idOf(7), idOf(8), idOf(15)],
    nightDesk: idOf(11),
    sales: idOf(501),
    support: idOf(502),
    menu: idOf(503),
    queue: idOf(504),
  },
};

const person = (place: number, name: string, managerId: string | null, more: Partial<AcmePerson> = {}): AcmePerson => ({
  id: `e${place}`,
  name,
  emails: [`${name.split(' ')[0]?.toLowerCase() ?? ''}@${ACME_DOMAIN}`],
  phones: [`+141555501${String(69 + place)}`],
  role: 'employee',
  managerId,
  active: true,
  dialpadUserId: idOf(place),
  match: 'email',
  ...more,
});

/**
 * The same people as a host has them: use it as the fixture of a host, so that matching has something to do. One is
 * found by e-mail in other letters (Priya), one by number alone (Marco), one not at all (Ruth), and one shares a number
 * with a telephone in the showroom (Luis).
 *
 * @example
 * const employees = acmePeople.map(({ id, name, emails, phones, managerId, active }) =>
 *   ({ id, name, emails, phones, managerId, active }));
 */
export const acmePeople: readonly AcmePerson[] = [
  person(1, 'Dana Reyes', null, { role: 'admin' }),
  person(2, 'Lee Park', 'e6'),
  person(3, 'Ann Moss', 'e6'),
  person(4, 'Priya Nair', 'e6', { emails: [`priya.nair@${ACME_DOMAIN}`] }),
  person(5, 'Marco Ruiz', 'e6', { phones: ['(415) 555-0174'], match: 'phone' }),
  person(6, 'Grace Obi', 'e1', { role: 'manager' }),
  person(7, 'Tom Becker', 'e6'),
  person(8, 'Nia Cole', 'e6'),
  person(9, 'Luis Ortega', 'e1', { match: 'ambiguous', dialpadUserId: null }),
  person(10, 'Ruth Vega', 'e1', { phones: [], match: 'none', dialpadUserId: null }),
  person(11, 'Omar Haddad', 'e1'),
  person(12, 'Hana Sato', 'e6', { phones: ['+14155550181'], active: false }),
  person(13, 'Ben Adler', 'e1', { phones: [] }),
  person(14, 'Sofia Lind', 'e1', { phones: ['+14155550183'] }),
  person(15, 'Kim Doyle', 'e6', { phones: ['+14155550184'] }),
];
