/** Something that is vouched for, and the tests that fail where it is not so. */
export interface Statement {
  readonly text: string;
  readonly heldBy: readonly string[];
}

/** Something that laws or works councils ask, and what answers it. */
export interface Duty {
  readonly asked: string;
  readonly done: string;
  /** Addresses of the HTTP surface. */
  readonly where: readonly string[];
  readonly heldBy: readonly string[];
}

export const PROTECTION: readonly Statement[] = [
  {
    text: 'No password of a phone system is ever stored: administrators allow access there, or make keys there, and only that is kept, sealed with AES-256-GCM.',
    heldBy: ['src/connection/tokens/token-vault.service.spec.ts', 'test/security/stored-columns.spec.ts'],
  },
  {
    text: 'No token and no secret stands in a log, an address or an error.',
    heldBy: ['test/process/secrets.spec.ts'],
  },
  {
    text: 'The database itself shows a customer’s rows to that customer’s work alone, where it is a PostgreSQL server.',
    heldBy: ['test/security/second-wall.spec.ts'],
  },
  {
    text: 'What was connected, matched, left out, changed, answered and erased stands in a trail that the database refuses to change.',
    heldBy: ['test/audit.spec.ts', 'src/access/audit-trail.spec.ts'],
  },
];

export const TAKING_NO_PART: readonly Statement[] = [
  {
    text: 'Of somebody of whom the customer’s directory says so, no calls are stored from a day on, or until a day, and the calls of others on such days do not name them. Whoever comes back has the calls from that day on fetched, and none from before.',
    heldBy: ['src/privacy/take-no-part.spec.ts', 'test/taking-no-part.spec.ts'],
  },
];

export const SUB_PROCESSORS: readonly Statement[] = [
  {
    text: 'The host is given the scores of days, and shows them. The software runs inside the host, stores in the host’s own database, and sends nothing to its makers.',
    heldBy: ['src/scoring/score-publisher.service.spec.ts', 'test/architecture.spec.ts'],
  },
];

export const LEGAL_BASES: readonly Statement[] = [
  {
    text: 'On which basis people’s calls may be counted is for the employer to decide, and to agree with works councils where there are any. The software asks for no basis and keeps none; this is no legal advice.',
    heldBy: ['test/security/stored-columns.spec.ts'],
  },
];

const DAY = 'GET /phone-systems/employees/:employeeId/days/:day';
const DATA = 'GET /phone-systems/employees/:employeeId/data';
const NOTICE = 'GET /phone-systems/notice';

export const DUTIES: readonly Duty[] = [
  {
    asked: 'A notice before use (New York, Connecticut, Delaware; California from 1 January 2027; GDPR 13)',
    done: 'Says what is stored, who sees it, how long, and how a day is counted, before the first day is shown where the host asks for that; keeps who acknowledged which version.',
    where: [NOTICE, 'POST /phone-systems/notice/acknowledgement'],
    heldBy: ['src/privacy/notice.spec.ts', 'src/http/notice.spec.ts'],
  },
  {
    asked:
      'Access to the logic, and an explanation of a decision (GDPR 15; California; EU AI Act from 2 December 2027)',
    done: 'Each day tells every call, which of its time counted, and why; the explanation is what the score was made from.',
    where: [DAY, 'GET /phone-systems/calls/:callId'],
    heldBy: ['src/scoring/score-day.spec.ts', 'src/scoring/scored-days.service.spec.ts'],
  },
  {
    asked: 'Access to one’s own data, in a form that can be taken along (GDPR 15, 20)',
    done: 'Gives a person all that is stored about them, as JSON or as a table.',
    where: [DATA],
    heldBy: ['src/privacy/personal-data.service.spec.ts'],
  },
  {
    asked: 'To know who looked (GDPR 15; works councils)',
    done: 'Writes down who opened somebody else’s day, call or export, once an hour, and shows it to that person.',
    where: ['GET /phone-systems/employees/:employeeId/readers'],
    heldBy: ['src/privacy/looks.service.spec.ts', 'src/http/readers.spec.ts'],
  },
  {
    asked: 'Correction (GDPR 16)',
    done: 'A wrong match is put right from a day on, a wrong call is left out; what follows is scored again.',
    where: ['PUT /phone-systems/:key/mappings/:employeeId', 'PUT /phone-systems/calls/:callId/exclusion'],
    heldBy: ['src/mapping/mappings-by-hand.spec.ts', 'src/scoring/exclusions.service.spec.ts'],
  },
  {
    asked: 'Erasure (GDPR 17)',
    done: 'Erases a person, or who was only the other party of calls, so that later fetching brings nothing back.',
    where: ['DELETE /phone-systems/employees/:employeeId/data', 'POST /phone-systems/erasures'],
    heldBy: [
      'src/privacy/erase-person.service.spec.ts',
      'src/privacy/erase-stranger.service.spec.ts',
      'src/privacy/erase-in-any-order.spec.ts',
    ],
  },
  {
    asked: 'Objection, and review by a human (GDPR 21, 22; California)',
    done: 'A person objects to a day or a call; a manager or an administrator answers, never the person, and both stand on the day.',
    where: ['POST /phone-systems/employees/:employeeId/days/:day/objections', 'PUT /phone-systems/objections/:id'],
    heldBy: ['src/privacy/objections.service.spec.ts'],
  },
  {
    asked: 'As little data as is needed, with clear bounds (GDPR 5; works councils)',
    done: 'No content is asked for or stored; numbers are shortened or left out as the customer’s terms say, and named numbers are never stored.',
    where: ['GET /phone-systems/:key/connection'],
    heldBy: ['test/security/stored-columns.spec.ts', 'src/privacy/bounding.service.spec.ts'],
  },
  {
    asked: 'No ranking of people that was not agreed (works councils)',
    done: 'Lists of people come by name; another order is refused unless the customer’s terms allow it, and figures of small groups are not told.',
    where: ['GET /phone-systems/people/days'],
    heldBy: ['src/scoring/people-days.service.spec.ts'],
  },
];

/** What happens to data when a phone system is disconnected; `docs/removal.md` says the same to customers. */
export const REMOVAL: readonly Statement[] = [
  {
    text: 'Fetching stops at once, what was allowed is given back to the phone system, and the sealed tokens are deleted.',
    heldBy: ['src/connection/life/connections.service.spec.ts'],
  },
  {
    text: 'Calls and days stay as they are, for as long as the customer keeps calls, so that nobody’s past changes.',
    heldBy: ['src/connection/life/connections.service.spec.ts', 'src/privacy/retention.service.spec.ts'],
  },
  {
    text: 'Whoever disconnects may have all of it erased in the same step: calls, the phone system’s directory and matches go, and the days are scored without them.',
    heldBy: ['src/connection/life/erase-connection.spec.ts'],
  },
  {
    text: 'An account that was connected earlier is listed, and can be erased by itself, later as well.',
    heldBy: ['src/connection/life/former-accounts.spec.ts'],
  },
  {
    text: 'What stays in any case is the trail of who did what, by ids and without names, and a keyed hash of people who were erased, so that they are refused if the same account is connected again.',
    heldBy: ['src/access/audit-trail.spec.ts', 'src/privacy/erase-person.service.spec.ts'],
  },
  {
    text: 'Where the customer’s administrator removes the app at the phone system itself and that asks for deletion, everything of the account is erased without anybody here doing anything.',
    heldBy: ['src/jobs/account-gone.spec.ts'],
  },
];
