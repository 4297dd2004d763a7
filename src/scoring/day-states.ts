import type { SqlEntityManager } from '@mikro-orm/sql';
import { phoneUsersOf, phoneUsersOn } from '../mapping/index.js';
import { ChangedEmployeeDayEntity, ChangedPhoneUserDayEntity, ConnectionEntity } from '../storage/index.js';
import { type Day, dayBounds, type Span } from '../support/days.js';

/** What is known of a day besides its score. */
export interface DayState {
  /** Whether the employee is somebody in the vendor's directory on this day. */
  readonly mapped: boolean;
  /** Whether every call of the day is stored and scored. */
  readonly complete: boolean;
}

/** How far the calls of a connection are stored. */
export type Reach = Pick<ConnectionEntity, 'status' | 'historyFrom' | 'completeUntil'>;

/**
 * Whether connections hold every call of a day: one of them does, and none that still fetches and has a part of the day
 * to fetch is behind.
 */
export function isFetched({ from, to }: Span, connections: readonly Reach[]): boolean {
  const isWhole = ({ historyFrom, completeUntil }: Reach): boolean =>
    historyFrom <= from && completeUntil !== null && completeUntil >= to;
  const isBehind = (connection: Reach): boolean =>
    connection.status !== 'disconnected' && connection.historyFrom < to && !isWhole(connection);
  return connections.some(isWhole) && !connections.some(isBehind);
}

/** Reads the states of an employee's days from one to another, both included. */
export async function dayStates(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  timeZone: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<(day: Day) => DayState> {
  const ownerships = await phoneUsersOf(em, tenantId, employeeId);
  const connections = new Map((await em.find(ConnectionEntity, { tenantId })).map((it) => [it.id, it]));
  const between = { day: { $gte: from, $lte: to } };
  const own = await em.find(ChangedEmployeeDayEntity, { tenantId, employeeId, ...between });
  const whose = ownerships.map(({ connectionId, phoneUserId }) => ({ connectionId, userExternalId: phoneUserId }));
  const ofLines = whose.length === 0 ? [] : await em.find(ChangedPhoneUserDayEntity, { ...between, $or: whose });
  const waiting = new Set(own.map(({ day }) => day));
  const waitingLines = new Set(ofLines.map((it) => lineDay(it.connectionId, it.userExternalId, it.day)));
  return (day) => {
    const lines = phoneUsersOn(ownerships, employeeId, day);
    // Who is nobody there on this day still asks whether the day is known: of every phone system, then.
    const reaches =
      lines.length === 0
        ? [...connections.values()]
        : lines.flatMap(({ connectionId }) => connections.get(connectionId) ?? []);
    const isScored =
      !waiting.has(day) &&
      !lines.some(({ connectionId, phoneUserId }) => waitingLines.has(lineDay(connectionId, phoneUserId, day)));
    return { mapped: lines.length > 0, complete: isScored && isFetched(dayBounds(day, timeZone), reaches) };
  };
}

const lineDay = (connectionId: string, phoneUserId: string, day: Day): string =>
  `${connectionId} ${day} ${phoneUserId}`;
