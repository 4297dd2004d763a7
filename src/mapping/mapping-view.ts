import type { PhoneNumber } from '../contract/index.js';
import type { EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import type { Evidence } from './identifiers.js';
import { revisionOf } from './mapping-revision.js';
import { isHeld, type MappingRow } from './mapping-row.js';
import type { EmployeeMatch } from './match.js';
import { inOrder, nameKeyOf } from '../support/name-order.js';
import { covers } from './spans.js';

/** A phone user as an administrator sees it. */
export interface PhoneUserView {
  readonly externalId: string;
  readonly displayName: string;
  readonly emails: readonly string[];
  readonly numbers: readonly PhoneNumber[];
  /** The phone system no longer lists them. */
  readonly departed: boolean;
}

/** Somebody who might be the employee. */
export interface CandidateView extends PhoneUserView {
  /** What they have in common with the employee. */
  readonly on: Evidence;
  /** Who has this phone user now: a choice then needs the day from which it passes. */
  readonly takenBy: { readonly id: string; readonly name: string } | null;
}

/** What an employee is from a later day on; null is "None". */
export interface PlannedView {
  readonly phoneUser: PhoneUserView | null;
  readonly from: Day;
}

/** Which phone user an employee is today, and what is known of other days. */
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
  /** Whether anything was matched or chosen on days before: a choice since ever takes it away. */
  readonly earlier: boolean;
  /** The next change that was chosen from a later day on. */
  readonly planned: PlannedView | null;
  /** Those that follow it, in order of days. */
  readonly plannedLater: readonly PlannedView[];
  /** Of somebody unmatched; strongest first. */
  readonly candidates: readonly CandidateView[];
  /** Of what was chosen by hand. */
  readonly revision: string;
}

/** What mapping looks at in an employee and in a phone user. */
export type MappedEmployee = Pick<EmployeeEntity, 'id' | 'name' | 'emails' | 'phones' | 'active' | 'erasedAt'>;
export type MappedPhoneUser = Pick<
  PhoneUserEntity,
  'externalId' | 'displayName' | 'emails' | 'numbers' | 'status' | 'emailsSince'
>;

/** Who there is, and who is who by now. */
export interface PresentMapping {
  readonly employees: readonly MappedEmployee[];
  readonly phoneUsers: readonly MappedPhoneUser[];
  readonly rows: readonly MappingRow[];
  /** In the tenant's time zone. */
  readonly today: Day;
}

/** What one connection's mapping is made of. */
export interface MappingState extends PresentMapping {
  readonly matches: ReadonlyMap<string, EmployeeMatch>;
}

/** Every active employee, and who left and still has a phone user, by name. */
export function itemsOf({ employees, phoneUsers, rows, matches, today }: MappingState): MappingItem[] {
  const users = new Map(phoneUsers.map((user) => [user.externalId, user]));
  const named = new Map(employees.map(({ id, name }) => [id, { id, name }]));
  const rowsOf = Map.groupBy(rows, ({ employeeId }) => employeeId);
  const held = rows.filter((row) => isHeld(row, today)).sort(latestFirst);
  const holderOf = new Map(held.map(({ phoneUserId, employeeId }) => [phoneUserId, employeeId]));
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
    .map((employee) => ({ employee, item: itemOf(employee, rowsOf.get(employee.id) ?? [], users, today) }))
    .filter(({ employee: { active }, item: { phoneUser } }) => active || phoneUser !== null)
    .map(({ item }) =>
      item.source === 'none' && item.planned === null ? { ...item, candidates: candidatesOf(item.employee.id) } : item,
    )
    .map((item) => ({ item, place: { key: nameKeyOf(item.employee.name), id: item.employee.id } }))
    .sort((a, b) => inOrder(a.place, b.place))
    .map(({ item }) => item);
}

/**
 * One employee's item, without candidates.
 *
 * @param rows all of the employee's
 * @param users the phone users that they name, by their `externalId`
 */
export function itemOf(
  { id, name, emails, phones }: MappedEmployee,
  rows: readonly MappingRow[],
  users: ReadonlyMap<string, MappedPhoneUser>,
  today: Day,
): MappingItem {
  const viewOf = ({ phoneUserId }: MappingRow): PhoneUserView | null => {
    const user = users.get(phoneUserId ?? '');
    return user === undefined ? null : phoneUserView(user);
  };
  const row = rows.find((row) => covers(row, today));
  const [planned = null, ...plannedLater] = [...rows]
    .sort((a, b) => latestFirst(b, a))
    .flatMap((one): PlannedView[] =>
      one.fromDay !== null && one.fromDay > today ? [{ phoneUser: viewOf(one), from: one.fromDay }] : [],
    );
  return {
    employee: { id, name, emails, phones },
    phoneUser: row === undefined ? null : viewOf(row),
    source: row?.source ?? 'none',
    matchedOn: row?.matchedOn ?? null,
    since: row?.fromDay ?? null,
    earlier: rows.some(({ untilDay }) => untilDay !== null && untilDay <= today),
    planned,
    plannedLater,
    candidates: [],
    revision: revisionOf(rows),
  };
}

/** Who has a line today stands after whoever gets it later. */
const latestFirst = (a: MappingRow, b: MappingRow): number => ((a.fromDay ?? '') > (b.fromDay ?? '') ? -1 : 1);

export const phoneUserView = ({
  externalId,
  displayName,
  emails,
  numbers,
  status,
}: MappedPhoneUser): PhoneUserView => ({
  externalId,
  displayName,
  emails,
  numbers,
  departed: status === 'departed',
});
