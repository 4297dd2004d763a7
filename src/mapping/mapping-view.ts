import type { PhoneNumber } from '../contract/index.js';
import type { EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import type { Evidence } from './identifiers.js';
import { isOpen, type MappingRow } from './mapping-row.js';
import type { EmployeeMatch } from './match.js';

/** A phone user as an administrator sees it. */
export interface PhoneUserView {
  readonly externalId: string;
  readonly displayName: string;
  readonly emails: readonly string[];
  readonly numbers: readonly PhoneNumber[];
}

/** Somebody who might be the employee. */
export interface CandidateView extends PhoneUserView {
  /** What they have in common with the employee. */
  readonly on: Evidence;
  /** Who has this phone user now: a choice then needs the day from which it passes. */
  readonly takenBy: { readonly id: string; readonly name: string } | null;
}

/** Which phone user an employee is until further notice. */
export interface MappingItem {
  readonly employee: {
    readonly id: string;
    readonly name: string;
    readonly emails: readonly string[];
    readonly phones: readonly string[];
  };
  readonly phoneUser: PhoneUserView | null;
  /** `none` is unmatched; `manual` without a phone user is "None". */
  readonly source: 'auto' | 'manual' | 'none';
  readonly matchedOn: 'email' | 'phone' | null;
  /** The day from which this holds; null is since ever. */
  readonly since: Day | null;
  /** Of somebody unmatched; strongest first. */
  readonly candidates: readonly CandidateView[];
}

/** What one connection's mapping is made of. */
export interface MappingState {
  readonly employees: readonly EmployeeEntity[];
  readonly phoneUsers: readonly PhoneUserEntity[];
  readonly rows: readonly MappingRow[];
  readonly matches: ReadonlyMap<string, EmployeeMatch>;
}

/** Every active employee, and who left and still has a phone user. Unmatched ones first, then by name. */
export function itemsOf({ employees, phoneUsers, rows, matches }: MappingState): MappingItem[] {
  const users = new Map(phoneUsers.map((user) => [user.externalId, user]));
  const named = new Map(employees.map(({ id, name }) => [id, { id, name }]));
  const open = rows.filter(isOpen);
  const openOf = new Map(open.map((row) => [row.employeeId, row]));
  const holderOf = new Map(open.map(({ phoneUserId, employeeId }) => [phoneUserId, employeeId]));
  const candidatesOf = (employeeId: string): CandidateView[] => {
    const { match, candidates } = matches.get(employeeId) ?? { match: null, candidates: [] };
    // A match that somebody else has stays a suggestion.
    const all = match === null ? candidates : [{ phoneUserId: match.phoneUserId, on: match.matchedOn }];
    return all.flatMap(({ phoneUserId, on }) => {
      const user = users.get(phoneUserId);
      const holder = holderOf.get(phoneUserId);
      const takenBy = holder === undefined ? null : (named.get(holder) ?? { id: holder, name: holder });
      return user === undefined ? [] : [{ ...phoneUserView(user), on, takenBy }];
    });
  };
  return employees
    .filter(({ id, active }) => active || (openOf.get(id)?.phoneUserId ?? null) !== null)
    .map((employee) => {
      const row = openOf.get(employee.id);
      return itemOf(employee, row, users.get(row?.phoneUserId ?? '') ?? null, row ? [] : candidatesOf(employee.id));
    })
    .sort(unmatchedFirst);
}

/** One employee's item. */
export const itemOf = (
  { id, name, emails, phones }: EmployeeEntity,
  row: MappingRow | undefined,
  phoneUser: PhoneUserEntity | null,
  candidates: readonly CandidateView[],
): MappingItem => ({
  employee: { id, name, emails, phones },
  phoneUser: phoneUser === null ? null : phoneUserView(phoneUser),
  source: row?.source ?? 'none',
  matchedOn: row?.matchedOn ?? null,
  since: row?.fromDay ?? null,
  candidates,
});

export const phoneUserView = ({ externalId, displayName, emails, numbers }: PhoneUserEntity): PhoneUserView => ({
  externalId,
  displayName,
  emails,
  numbers,
});

/**
 * The phone users whom somebody could still be. Who departed is one of them only where calls of theirs are stored that
 * nobody ever had.
 */
export function unmatchedOf({ phoneUsers, rows }: MappingState, withCalls: ReadonlySet<string>): PhoneUserEntity[] {
  const ever = new Set(rows.map(({ phoneUserId }) => phoneUserId));
  const now = new Set(rows.filter(isOpen).map(({ phoneUserId }) => phoneUserId));
  return phoneUsers.filter(({ externalId, status }) =>
    status === 'departed' ? withCalls.has(externalId) && !ever.has(externalId) : !now.has(externalId),
  );
}

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

const unmatchedFirst = (a: MappingItem, b: MappingItem): number =>
  Number(a.source !== 'none') - Number(b.source !== 'none') ||
  names.compare(a.employee.name, b.employee.name) ||
  (a.employee.id < b.employee.id ? -1 : 1);
