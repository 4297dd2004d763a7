import type { PhoneNumber } from '../contract/index.js';
import type { EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import type { Evidence } from './identifiers.js';
import { revisionOf } from './mapping-revision.js';
import { isHeld, type MappingRow } from './mapping-row.js';
import type { EmployeeMatch } from './match.js';
import { inOrder, nameKeyOf } from '../support/name-order.js';
import { isStoredOn, type StoredDays } from '../support/stored-days.js';
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
  readonly takenBy: HolderView | null;
}

/** An employee who has a phone user. */
export interface HolderView {
  readonly id: string;
  readonly name: string;
}

/** What an employee is from a later day on; null is "None". */
export interface PlannedView {
  readonly phoneUser: PhoneUserView | null;
  readonly from: Day;
}

/** That calls of somebody are not stored today: since which day, and from which day on they will be. */
export interface NotStoredView {
  /** Null is since ever. */
  readonly since: Day | null;
  /** Null is until further notice. */
  readonly until: Day | null;
}

/** Which phone user an employee is today, and what is known of other days. */
export interface MappingItem {
  readonly employee: {
    readonly id: string;
    readonly name: string;
    readonly emails: readonly string[];
    readonly phones: readonly string[];
  };
  /** Null where their calls are stored today: else nobody waits for a match. */
  readonly notStored: NotStoredView | null;
  readonly phoneUser: PhoneUserView | null;
  /** `none` is unmatched; `manual` without a phone user is "None". */
  readonly source: 'auto' | 'manual' | 'none';
  readonly matchedOn: 'email' | 'phone' | null;
  /** The day from which this holds; null is since ever. */
  readonly since: Day | null;
  /** The day from which this no longer holds; null is until further notice. */
  readonly until: Day | null;
  /** To whom the phone user passes on that day; null where to nobody. */
  readonly successor: HolderView | null;
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
export type MappedEmployee = Pick<
  EmployeeEntity,
  'id' | 'name' | 'emails' | 'phones' | 'active' | 'erasedAt' | 'storedFrom' | 'storedUntil'
>;
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
  const nameOf = (id: string): HolderView => named.get(id) ?? { id, name: id };
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
      const takenBy = holder === undefined ? null : nameOf(holder);
      return user === undefined ? [] : [{ ...phoneUserView(user), on, takenBy }];
    });
  };
  return employees
    .map((employee) => {
      const own = rowsOf.get(employee.id) ?? [];
      const heir = heirOf(employee.id, rows, today);
      return { employee, item: itemOf(employee, own, users, today, heir === null ? null : nameOf(heir)) };
    })
    .filter(({ employee: { active }, item: { phoneUser } }) => active || phoneUser !== null)
    .map(({ item }) => (isOpen(item) ? { ...item, candidates: candidatesOf(item.employee.id) } : item))
    .map((item) => ({ item, place: { key: nameKeyOf(item.employee.name), id: item.employee.id } }))
    .sort((a, b) => inOrder(a.place, b.place))
    .map(({ item }) => item);
}

/** Who has an employee's phone user of today from the day on which it passes; null where it does not, or to nobody. */
export function heirOf(employeeId: string, rows: readonly MappingRow[], today: Day): string | null {
  const held = rows.find((row) => row.employeeId === employeeId && covers(row, today));
  if (held === undefined || held.phoneUserId === null || held.untilDay === null) return null;
  const heir = rows.find((row) => row.phoneUserId === held.phoneUserId && row.fromDay === held.untilDay);
  return heir === undefined || heir.employeeId === employeeId ? null : heir.employeeId;
}

/**
 * One employee's item, without candidates.
 *
 * @param rows all of the employee's
 * @param users the phone users that they name, by their `externalId`
 * @param successor to whom the phone user of today passes
 */
export function itemOf(
  { id, name, emails, phones, ...storedDays }: MappedEmployee,
  rows: readonly MappingRow[],
  users: ReadonlyMap<string, MappedPhoneUser>,
  today: Day,
  successor: HolderView | null,
): MappingItem {
  const viewOf = ({ phoneUserId }: MappingRow): PhoneUserView | null => {
    if (phoneUserId === null) return null;
    const user = users.get(phoneUserId);
    return user === undefined ? unlisted(phoneUserId) : phoneUserView(user);
  };
  const row = rows.find((row) => covers(row, today));
  const [planned = null, ...plannedLater] = [...rows]
    .sort((a, b) => latestFirst(b, a))
    .flatMap((one): PlannedView[] =>
      one.fromDay !== null && one.fromDay > today ? [{ phoneUser: viewOf(one), from: one.fromDay }] : [],
    );
  return {
    employee: { id, name, emails, phones },
    notStored: notStoredOn(storedDays, today),
    phoneUser: row === undefined ? null : viewOf(row),
    source: row?.source ?? 'none',
    matchedOn: row?.matchedOn ?? null,
    since: row?.fromDay ?? null,
    until: row?.untilDay ?? null,
    successor,
    earlier: rows.some(({ untilDay }) => untilDay !== null && untilDay <= today),
    planned,
    plannedLater,
    candidates: [],
    revision: revisionOf(rows),
  };
}

/** One whose entry was erased with whoever has the line until it passes. */
const unlisted = (externalId: string): PhoneUserView => ({
  ...{ externalId, displayName: externalId, emails: [], numbers: [] },
  departed: true,
});

/** Whether somebody waits for a match. */
export const isOpen = ({ source, planned, notStored }: MappingItem): boolean =>
  source === 'none' && planned === null && notStored === null;

function notStoredOn({ storedFrom, storedUntil }: StoredDays, today: Day): NotStoredView | null {
  if (isStoredOn({ storedFrom, storedUntil }, today)) return null;
  if (storedUntil !== null && storedUntil <= today) return { since: storedUntil, until: null };
  return { since: null, until: storedFrom === storedUntil ? null : storedFrom };
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
