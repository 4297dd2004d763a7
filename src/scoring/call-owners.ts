import type { SqlEntityManager } from '@mikro-orm/sql';
import { employeeOf, type Line, type Ownership } from '../mapping/index.js';
import { type CallRecordEntity, DayScoreEntity, type StoredInput } from '../storage/index.js';
import { addDays, type Day, dayOf, type Zones } from '../support/days.js';
import { daysListing } from './scored-call.js';
import { scoredCallOf } from './stored-calls.js';

/** What a stored day says of a call that it lists. */
export interface CallEntry {
  readonly day: Day;
  readonly employeeId: string;
  readonly frozen: boolean;
  readonly input: StoredInput;
}

/** Whose line a record came over; null where it is nobody's. */
export const lineOf = ({ connectionId, userExternalId: phoneUserId }: CallRecordEntity): Line | null =>
  phoneUserId === null ? null : { connectionId, phoneUserId };

/** The days that list a record, each with whose it is, as lines are owned. */
export function daysOwned(
  ownerships: readonly Ownership[],
  record: CallRecordEntity,
  zones: Zones,
): readonly { readonly employeeId: string; readonly day: Day }[] {
  const line = lineOf(record);
  if (line === null) return [];
  return daysListing(scoredCallOf(record), zones).flatMap((day) => {
    const employeeId = employeeOf(ownerships, line, day);
    return employeeId === null ? [] : [{ employeeId, day }];
  });
}

/** Whose a record is, on any of its days: by its line, and by the stored days that list it. */
export const ownersOfCall = (
  ownerships: readonly Ownership[],
  record: CallRecordEntity,
  zones: Zones,
  entries: readonly CallEntry[],
): readonly string[] => [
  ...new Set([...daysOwned(ownerships, record, zones), ...entries].map(({ employeeId }) => employeeId)),
];

/**
 * What stored days say of records, in order of days: a record's own entries, by its id.
 *
 * @param ownerships whose the records' lines were, are and will be
 */
export async function entriesOf(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  ownerships: readonly Ownership[],
  records: readonly CallRecordEntity[],
): Promise<(record: CallRecordEntity) => readonly CallEntry[]> {
  const spans = records.flatMap((record) => {
    const line = lineOf(record);
    const employees = ownerships.filter((one) => isOf(one, line)).map(({ employeeId }) => employeeId);
    if (employees.length === 0) return [];
    // A day more on both sides: until a change of zone is scored, what is stored has the old one's days.
    const day = { $gte: addDays(dayOf(record.startedAt, zones), -1), $lte: addDays(dayOf(record.endedAt, zones), 1) };
    return [{ employeeId: { $in: [...new Set(employees)] }, day }];
  });
  const rows =
    spans.length === 0
      ? []
      : await em.find(DayScoreEntity, { tenantId, $or: spans }, { orderBy: { day: 'asc' }, disableIdentityMap: true });
  return (record) =>
    rows.flatMap(({ day, employeeId, frozenAt, inputs }) => {
      const line = lineOf(record);
      const input = inputs.find(({ callId }) => callId === record.id);
      const isOwner = ownerships.some((one) => one.employeeId === employeeId && isOf(one, line));
      return input === undefined || !isOwner ? [] : [{ day, employeeId, frozen: frozenAt !== null, input }];
    });
}

const isOf = (one: Ownership, line: Line | null): boolean =>
  line !== null && one.connectionId === line.connectionId && one.phoneUserId === line.phoneUserId;
