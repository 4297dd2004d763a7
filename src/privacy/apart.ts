import { plainName } from '../access/index.js';
import { ALL_TIME, type Span, without } from '../mapping/spans.js';
import type { ApartKind, EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import { startOf } from '../support/days.js';
import { toE164 } from '../support/phone-numbers.js';
import { isBounded, type StoredDays } from '../support/stored-days.js';
import { belongingsAmong } from './belongings.js';
import type { Directories } from './holdings.js';

/** A time of which nothing is stored of somebody. */
export interface ApartSpan {
  readonly kind: ApartKind;
  /** Of a line; null of anything else. */
  readonly connectionId: string | null;
  readonly what: string;
  /** Null has no end. */
  readonly fromAt: Date | null;
  readonly untilAt: Date | null;
}

/**
 * Of which times nothing is stored, by what both directories and the mapping say: of an employee on the days that are not
 * theirs to be stored, and of each line that is theirs on such a day. A name or number is left out where nobody has it
 * who takes part then: somebody else who is called the same, or has the number since, keeps it.
 */
export function apartSpans(directories: Directories): readonly ApartSpan[] {
  const { terms, connections, employees, phoneUsers } = directories;
  const bounded = employees.filter((employee) => employee.erasedAt === null && isBounded(employee));
  if (bounded.length === 0) return [];
  const lines = connections.flatMap(({ id }) => apartLines(id, bounded, directories));
  const onLine = new Map(lines.map(({ connectionId, what, days }) => [keyOf(connectionId, what), days]));
  const holders: Holder[] = [
    ...employees
      .filter(({ active, erasedAt, ...days }) => erasedAt === null && (active || isBounded(days)))
      .map((employee) => ({ days: outsideOf(employee), ...identityOf(employee, terms.region) })),
    ...phoneUsers.flatMap((user): Holder[] => {
      const days = onLine.get(keyOf(user.connectionId, user.externalId)) ?? [];
      return days.length === 0 && user.status === 'departed' ? [] : [{ days, ...namesOf(user) }];
    }),
  ];
  const told = [
    ...lines,
    ...apartMentions('name', holders),
    ...apartMentions('number', holders),
    ...bounded.map((employee) => ({
      ...{ kind: 'person' as const, connectionId: null, what: employee.id },
      days: outsideOf(employee),
    })),
  ];
  return told.flatMap(({ days, ...what }) =>
    days.map(({ fromDay, untilDay }) => ({
      ...what,
      fromAt: startOf(fromDay, terms),
      untilAt: startOf(untilDay, terms),
    })),
  );
}

/** What is apart, and on which days. */
interface Apart extends Omit<ApartSpan, 'fromAt' | 'untilAt'> {
  readonly days: readonly Span[];
}

/** Somebody of a directory: by what others may mean them, and on which days nothing is stored of them. */
interface Holder {
  readonly days: readonly Span[];
  readonly name: readonly string[];
  readonly number: readonly string[];
}

/** Lines that are theirs by the mapping; and, on days on which they are nobody else's, by what the directories say. */
function apartLines(
  connectionId: string,
  bounded: readonly EmployeeEntity[],
  { terms, employees, phoneUsers, ownerships }: Directories,
): readonly Apart[] {
  const ids = new Set(bounded.map(({ id }) => id));
  const rows = ownerships.filter((row) => row.connectionId === connectionId);
  const rowsOfLine = Map.groupBy(rows, ({ phoneUserId }) => phoneUserId);
  const rowsOfPerson = Map.groupBy(rows, ({ employeeId }) => employeeId);
  const belongings = belongingsAmong(
    employees.map((one) => (ids.has(one.id) ? { ...one, active: true } : one)),
    phoneUsers.filter((user) => user.connectionId === connectionId),
    terms.region,
  );
  const found = new Map<string, Span[]>();
  for (const person of bounded) {
    const outside = outsideOf(person);
    const own = (rowsOfPerson.get(person.id) ?? []).map((row) => [row.phoneUserId, [row as Span]] as const);
    const theirs = [...belongings(person.id).theirs].map((line) => {
      const others = (rowsOfLine.get(line) ?? []).filter(({ employeeId }) => employeeId !== person.id);
      return [line, without(ALL_TIME, others)] as const;
    });
    for (const [line, days] of [...own, ...theirs]) {
      found.set(line, [...(found.get(line) ?? []), ...inBoth(outside, days)]);
    }
  }
  return [...found].flatMap(([what, days]) =>
    days.length === 0 ? [] : [{ kind: 'line' as const, connectionId, what, days: joined(days) }],
  );
}

function apartMentions(kind: 'name' | 'number', holders: readonly Holder[]): readonly Apart[] {
  const daysOf = new Map<string, readonly Span[]>();
  for (const holder of holders) {
    for (const what of holder[kind]) {
      const before = daysOf.get(what);
      daysOf.set(what, before === undefined ? holder.days : inBoth(before, holder.days));
    }
  }
  return [...daysOf].flatMap(([what, days]) =>
    days.length === 0 ? [] : [{ kind, connectionId: null, what, days: joined(days) }],
  );
}

/** The days of which nothing is stored. */
const outsideOf = ({ storedFrom, storedUntil }: StoredDays): readonly Span[] =>
  storedFrom === null && storedUntil === null
    ? []
    : without(ALL_TIME, [{ fromDay: storedFrom, untilDay: storedUntil }]);

const identityOf = ({ name, phones }: EmployeeEntity, region: string): Omit<Holder, 'days'> => ({
  name: named(name),
  number: [...new Set(phones.flatMap((phone) => toE164(phone, region) ?? []))],
});

const namesOf = ({ displayName, numbers }: PhoneUserEntity): Omit<Holder, 'days'> => ({
  name: named(displayName),
  number: [...new Set(numbers.flatMap(({ e164 }) => e164 ?? []))],
});

const named = (name: string): readonly string[] => [plainName(name)].filter((plain) => plain !== '');

/** The days that are in both. */
const inBoth = (some: readonly Span[], others: readonly Span[]): readonly Span[] => {
  const outside = without(ALL_TIME, others);
  return some.flatMap((span) => without(span, outside));
};

/** The same days, those beside each other together. */
const joined = (days: readonly Span[]): readonly Span[] => without(ALL_TIME, without(ALL_TIME, days));

const keyOf = (connectionId: string | null, what: string): string => `${connectionId ?? ''} ${what}`;
