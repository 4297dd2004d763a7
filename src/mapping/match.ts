import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TenantTerms } from '../contract/index.js';
import { type Day, dayOf } from '../support/days.js';
import {
  employeeHolders,
  type Evidence,
  EVIDENCE,
  formerNumbers,
  grouped,
  type Holders,
  type MatchableEmployee,
  type MatchablePhoneUser,
  phoneUserHolders,
} from './identifiers.js';

/** What the directories say that an employee is. */
export interface Match {
  readonly phoneUserId: string;
  readonly matchedOn: 'email' | 'phone';
  /**
   * The first day on which the directories are sure to have said so; null is since ever. A number says nothing of the days
   * before: the line may have been another's.
   */
  readonly sureFrom: Day | null;
}

/** A phone user who might be an employee: for a person to decide. */
export interface Candidate {
  readonly phoneUserId: string;
  readonly on: Evidence;
}

/** What automatic matching has to say of one employee. */
export interface EmployeeMatch {
  readonly match: Match | null;
  /** A departed phone user who has their number: where they are already matched with it, they stay so. */
  readonly keeps: string | null;
  /** Strongest evidence first; empty where there is a match. */
  readonly candidates: readonly Candidate[];
}

/** What more phone users than this share, such as a main line, suggests nobody. */
const MOST_CANDIDATES = 10;

/** As of when matching is done. */
export interface MatchingDay {
  readonly terms: Pick<TenantTerms, 'region' | 'timeZone'>;
  /** In the tenant's time zone. */
  readonly today: Day;
  /** Whether nobody of this connection was matched before: who uses which number is taken to have been so until now. */
  readonly isFirst: boolean;
}

type Pair = readonly [employeeId: string, phoneUserId: string];

/**
 * Who is who, by what the two directories say. The kinds of evidence are tried in turn: e-mail, then number, with the
 * present phone users; then both with the departed. Who has any evidence of one kind is decided by it: it leads to one
 * person on both sides, which is a match, or nobody is matched. A number of a departed phone user only suggests: numbers
 * are given out again. An address or number that two people share says nothing; it makes candidates. The order in which
 * people are given does not matter. Everybody else has a turn between its parts: a large company's takes a second.
 *
 * @returns one entry for each active employee, by id
 */
export async function matchInTurns(
  employees: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  day: MatchingDay,
): Promise<ReadonlyMap<string, EmployeeMatch>> {
  const matching = matchingOf(employees, phoneUsers, day);
  for (;;) {
    const part = matching.next();
    if (part.done) return part.value;
    await nextTurn();
  }
}

function* matchingOf(
  employees: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  day: MatchingDay,
): Generator<void, ReadonlyMap<string, EmployeeMatch>> {
  const have = employeeHolders(employees, day.terms.region);
  yield;
  const had = phoneUserHolders(phoneUsers);
  yield;
  const { matches, kept } = decide(have, had, phoneUsers);
  yield;
  const sureFrom = sureDays(employees, phoneUsers, day);
  const taken = new Set([...matches.values()].map(({ phoneUserId }) => phoneUserId));
  yield;
  const suggested = suggestions(have, had, phoneUsers);
  yield;
  return new Map(
    employees
      .filter(({ active }) => active)
      .map(({ id }) => {
        const found = matches.get(id);
        const match = found === undefined ? null : { ...found, sureFrom: sureFrom(found) };
        // Whom an address or a number points to is shown even where somebody else is: it says why there is no match.
        const candidates = (suggested.get(id) ?? []).filter((one) => one.on !== 'name' || !taken.has(one.phoneUserId));
        return [id, { match, keeps: kept.get(id) ?? null, candidates: match === null ? candidates : [] }];
      }),
  );
}

type Found = Omit<Match, 'sureFrom'>;

function decide(
  have: Record<Evidence, Holders>,
  had: Record<Evidence, Holders>,
  phoneUsers: readonly MatchablePhoneUser[],
): { readonly matches: ReadonlyMap<string, Found>; readonly kept: ReadonlyMap<string, string> } {
  const departed = new Set(
    phoneUsers.filter(({ status }) => status === 'departed').map(({ externalId }) => externalId),
  );
  const matches = new Map<string, Found>();
  const kept = new Map<string, string>();
  const decided = { employees: new Set<string>(), phoneUsers: new Set<string>() };
  for (const gone of [false, true]) {
    for (const matchedOn of ['email', 'phone'] as const) {
      const pairs = unsharedPairs(have[matchedOn], had[matchedOn]).filter(
        ([employee, user]) =>
          departed.has(user) === gone && !decided.employees.has(employee) && !decided.phoneUsers.has(user),
      );
      const usersOf = grouped(pairs);
      const employeesOf = grouped(pairs.map(([employee, user]) => [user, employee]));
      for (const [employee, user] of pairs) {
        if (usersOf.get(employee)?.size === 1 && employeesOf.get(user)?.size === 1) {
          if (gone && matchedOn === 'phone') kept.set(employee, user);
          else matches.set(employee, { phoneUserId: user, matchedOn });
        }
        decided.employees.add(employee);
        decided.phoneUsers.add(user);
      }
    }
  }
  return { matches, kept };
}

/** Since when an address or a number is sure to have been what it was matched on. */
function sureDays(
  employees: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  { terms, today, isFirst }: MatchingDay,
): (match: Found) => Day | null {
  const users = new Map(phoneUsers.map((user) => [user.externalId, user]));
  const former = formerNumbers(employees, phoneUsers, terms.region);
  return ({ phoneUserId, matchedOn }) => {
    const { numbers = [], emailsSince = null } = users.get(phoneUserId) ?? {};
    if (matchedOn === 'email') return emailsSince === null ? null : dayOf(emailsSince, terms);
    return isFirst && !numbers.some(({ e164 }) => e164 !== null && former.has(e164)) ? null : today;
  };
}

/** The pairs that an address or a number joins which nobody shares with them. */
function unsharedPairs(have: Holders, had: Holders): Pair[] {
  return [...have].flatMap(([identifier, employees]) => {
    const [employee, ...moreEmployees] = employees;
    const [user, ...moreUsers] = had.get(identifier) ?? [];
    const unshared = moreEmployees.length === 0 && moreUsers.length === 0;
    return unshared && employee !== undefined && user !== undefined ? [[employee, user] as const] : [];
  });
}

/** Everybody with whom an employee has anything in common, each by the strongest of it. */
function suggestions(
  have: Record<Evidence, Holders>,
  had: Record<Evidence, Holders>,
  phoneUsers: readonly MatchablePhoneUser[],
): ReadonlyMap<string, readonly Candidate[]> {
  const rank = new Map([...phoneUsers].sort(inReadingOrder).map(({ externalId }, index) => [externalId, index]));
  const found = new Map<string, Candidate[]>();
  for (const on of EVIDENCE) {
    const pairs = [...have[on]].flatMap(([identifier, employees]) => {
      const users = [...(had[on].get(identifier) ?? [])];
      if (users.length > MOST_CANDIDATES) return [];
      return [...employees].flatMap((employee) => users.map((user) => [employee, user] as const));
    });
    for (const [employee, users] of grouped(pairs)) {
      const known = found.get(employee) ?? [];
      const fresh = [...users].filter((user) => !known.some(({ phoneUserId }) => phoneUserId === user));
      fresh.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
      found.set(employee, [...known, ...fresh.map((phoneUserId) => ({ phoneUserId, on }))]);
    }
  }
  return found;
}

const inReadingOrder = (a: MatchablePhoneUser, b: MatchablePhoneUser): number =>
  Number(a.status === 'departed') - Number(b.status === 'departed') ||
  a.displayName.localeCompare(b.displayName, 'en') ||
  (a.externalId < b.externalId ? -1 : 1);
