import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import { dayOf, daysTouched, type Zones } from '../support/days.js';

/** A day of one phone user. */
export interface PhoneUserDay {
  readonly userExternalId: string;
  readonly day: string;
}

/** What decides which days a call touches; times in milliseconds. */
export interface CallTimes {
  readonly userExternalId: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * The days that calls touch, each once, and always in the same order, so that two transactions that mark them never
 * wait for each other.
 */
export function daysOf(calls: readonly CallTimes[], zones: Zones): PhoneUserDay[] {
  const days = new Map<string, PhoneUserDay>();
  for (const { userExternalId, startedAt, endedAt } of calls) {
    if (userExternalId === null) continue;
    const start = new Date(startedAt);
    // A call may end in the instant in which it started: it still belongs to a day.
    for (const day of [dayOf(start, zones), ...daysTouched(start, new Date(endedAt), zones)]) {
      days.set(`${userExternalId} ${day}`, { userExternalId, day });
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

/**
 * Marks days for scoring, as a part of the statement that changes their calls; {@link marking} are its values. By an
 * update, so that a change waits for a scoring that is under way.
 */
export const MARK_DAYS = `
  insert into phone_system.changed_phone_user_day as changed (connection_id, tenant_id, user_external_id, day, changes)
  select ?, ?, marked."userExternalId", marked.day, 1
  from jsonb_to_recordset(?::jsonb) as marked ("userExternalId" text, day date)
  on conflict (connection_id, user_external_id, day) do update set changes = changed.changes + 1`;

export const marking = (
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  days: readonly PhoneUserDay[],
): readonly unknown[] => [id, tenantId, jsonLiteral(days)];
