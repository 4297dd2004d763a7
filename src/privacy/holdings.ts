import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ErasureRegister, type Mentions, mentionsOf, type NotedTerms, plainName } from '../access/index.js';
import type { Employee } from '../contract/index.js';
import type { Evidence } from '../mapping/identifiers.js';
import { type Ownership, ownersOf } from '../mapping/index.js';
import { ALL_TIME, hasBegun, type Span, without } from '../mapping/spans.js';
import { ConnectionEntity, EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import { type Day, dayOf } from '../support/days.js';
import { toE164 } from '../support/phone-numbers.js';
import { plainEmail } from '../support/plain-text.js';
import { belongingsOf } from './belongings.js';
import { type Line, lineOn } from './lines.js';
import type { WrittenPerson } from './notes.js';

/** What both directories and the mapping say of a tenant's people and lines. */
export interface Directories {
  readonly terms: NotedTerms;
  readonly today: Day;
  readonly connections: readonly ConnectionEntity[];
  readonly employees: readonly EmployeeEntity[];
  readonly phoneUsers: readonly PhoneUserEntity[];
  readonly ownerships: readonly Ownership[];
}

export async function readDirectories(em: SqlEntityManager, tenantId: string, terms: NotedTerms): Promise<Directories> {
  return {
    terms,
    today: dayOf(new Date(), terms),
    connections: await em.find(ConnectionEntity, { tenantId }, { orderBy: { id: 'asc' } }),
    employees: await em.find(EmployeeEntity, { tenantId }, { disableIdentityMap: true }),
    phoneUsers: await em.find(PhoneUserEntity, {}, { disableIdentityMap: true }),
    ownerships: await ownersOf(em, tenantId),
  };
}

/** Why a line may be somebody's: what it has in common with them, or that it was theirs on other days. */
export type Doubt = Evidence | 'line';

/** A line that may be somebody's, on days on which it is nobody's. */
export interface DoubtfulLine {
  readonly lines: readonly Line[];
  readonly phoneUser: PhoneUserEntity | null;
  readonly doubt: Doubt;
}

/** What is a person's in phone systems. */
export interface Holdings {
  readonly lines: readonly Line[];
  readonly doubtful: readonly DoubtfulLine[];
}

/**
 * What is a person's: each line that is mapped to them, for its days; and each that the directories say is theirs, for
 * the days on which it is nobody else's. What is to be theirs on a later day only is not yet.
 *
 * @param person null where nothing is known of them but their id
 */
export function holdingsOf(
  employeeId: string,
  person: Employee | null,
  { terms, today, connections, employees, phoneUsers, ownerships }: Directories,
): Holdings {
  const perConnection = connections.map((connection): Holdings => {
    const users = phoneUsers.filter(({ connectionId }) => connectionId === connection.id);
    const { theirs, doubtful } =
      person === null
        ? { theirs: new Set<string>(), doubtful: new Map<string, Evidence>() }
        : belongingsOf(person, employees, users, terms.region);
    const rows = ownerships.filter(({ connectionId }) => connectionId === connection.id);
    const held = rows.filter((row) => row.employeeId === employeeId && hasBegun(row, today));
    const own = new Set(held.map(({ phoneUserId }) => phoneUserId));
    const on = (phoneUserId: string, spans: readonly Span[]): Line[] =>
      spans.filter((span) => hasBegun(span, today)).map((span) => lineOn(connection, phoneUserId, span, terms, today));
    const free = (phoneUserId: string, isTaken: (row: Ownership) => boolean): readonly Span[] =>
      without(
        ALL_TIME,
        rows.filter((row) => row.phoneUserId === phoneUserId && isTaken(row)),
      );
    const isOthers = (phoneUserId: string): boolean =>
      rows.some((row) => row.phoneUserId === phoneUserId && row.employeeId !== employeeId && row.untilDay === null);
    const doubts = new Map<string, Doubt>([
      ...[...own].map((phoneUserId) => [phoneUserId, 'line'] as const),
      ...doubtful,
    ]);
    return {
      lines: [
        ...[...theirs].flatMap((id) =>
          on(
            id,
            free(id, (row) => row.employeeId !== employeeId),
          ),
        ),
        ...held.filter((row) => !theirs.has(row.phoneUserId)).flatMap((row) => on(row.phoneUserId, [row])),
      ],
      doubtful: [...doubts].flatMap(([id, doubt]) =>
        theirs.has(id) || isOthers(id)
          ? []
          : [
              {
                lines: on(
                  id,
                  free(id, () => true),
                ),
                phoneUser: users.find(({ externalId }) => externalId === id) ?? null,
                doubt,
              },
            ],
      ),
    };
  });
  return {
    lines: perConnection.flatMap(({ lines }) => lines),
    doubtful: perConnection.flatMap(({ doubtful }) => doubtful),
  };
}

/** Those who go: an employee, and whose entries go with lines. */
interface Going {
  readonly person: Pick<Employee, 'id' | 'name' | 'emails' | 'phones'> | null;
  readonly lines: readonly Line[];
}

/** By what others' records name those who go. What somebody who stays is called, and their numbers, tell of that one. */
export function mentionsIn({ employees, phoneUsers, terms: { region } }: Directories, going: Going): Mentions {
  const isGoing = (user: PhoneUserEntity): boolean => going.lines.some((line) => endsWith(line, user));
  const { names, numbers } = mentionsOf(
    phoneUsers.filter(isGoing),
    going.person === null ? [] : [going.person],
    region,
  );
  const staying = mentionsOf(
    phoneUsers.filter((user) => !isGoing(user)),
    employees.filter(({ id, erasedAt }) => id !== going.person?.id && erasedAt === null),
    region,
  );
  const [staysNamed, staysOn] = [new Set(staying.names), new Set(staying.numbers)];
  return {
    names: names.filter((name) => !staysNamed.has(name)),
    numbers: numbers.filter((number) => !staysOn.has(number)),
  };
}

/** How people may write of those who go. What others have as well tells of them, too. */
export function writtenIn(
  { employees, phoneUsers, terms: { region } }: Directories,
  { person, lines }: Going,
  { names, numbers }: Mentions,
): WrittenPerson {
  const users = phoneUsers.filter((user) => lines.some((line) => endsWith(line, user)));
  const written = person === null ? users.map(({ displayName }) => displayName) : [person.name];
  const isAlone = (name: string): boolean => names.includes(plainName(name));
  const emailsOf = (some: readonly { readonly emails: readonly string[] }[]): readonly string[] =>
    some.flatMap(({ emails }) => emails.map(plainEmail));
  const others = new Set([
    ...emailsOf(phoneUsers.filter((user) => !users.includes(user))),
    ...emailsOf(employees.filter(({ id, erasedAt }) => id !== person?.id && erasedAt === null)),
  ]);
  return {
    names: written.filter(isAlone),
    sharedNames: written.filter((name) => !isAlone(name)),
    emails: emailsOf([...(person === null ? [] : [person]), ...users]).filter((email) => !others.has(email)),
    numbers,
    region,
  };
}

/** Who of the company has a number, by their names. */
export const holdersOf = (
  e164: string,
  { employees, phoneUsers, terms: { region } }: Directories,
): readonly string[] => [
  ...employees.filter(({ phones }) => phones.some((phone) => toE164(phone, region) === e164)).map(({ name }) => name),
  ...phoneUsers.filter(({ numbers }) => numbers.some((number) => number.e164 === e164)).map((user) => user.displayName),
];

/** Whether somebody's entry goes with a line. */
const endsWith = ({ connection, phoneUserId, isPresent }: Line, user: PhoneUserEntity): boolean =>
  isPresent && user.connectionId === connection.id && user.externalId === phoneUserId;

/** Whether every line was erased before. */
export async function areErased(register: ErasureRegister, lines: readonly Line[]): Promise<boolean> {
  for (const line of lines) if (!(await register.has(line.connection, line.phoneUserId, line))) return false;
  return true;
}
