import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Line, type Ownership, phoneUsersOn } from '../mapping/index.js';
import type { ConnectionEntity } from '../storage/index.js';
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

/** What an employee's days are in, read with {@link readStates}. */
export interface DayStates {
  /** Null where no terms of the tenant were noted yet. */
  readonly timeZone: string | null;
  /** The state of one of the days that were asked for. */
  of(day: Day, timeZone: string): DayState;
}

/** What the states of an employee's days follow from. Times are milliseconds since the epoch. */
interface Known {
  readonly timeZone: string | null;
  readonly reaches: readonly (readonly [
    id: string,
    status: Reach['status'],
    historyFrom: number,
    completeUntil: number | null,
  ])[];
  readonly ownerships: readonly Ownership[];
  readonly waiting: readonly Day[];
  readonly waitingLines: readonly { readonly connectionId: string; readonly phoneUserId: string; readonly day: Day }[];
}

/**
 * Reads the states of an employee's days from one to another, both included: in one query, since it stands behind every
 * page that people open.
 */
export async function readStates(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<DayStates> {
  const who = [tenantId, employeeId];
  const [known] = await em.execute<[Known]>(STATES, [tenantId, tenantId, ...who, ...who, from, to, ...who, from, to]);
  const reaches = known.reaches.map(([id, status, historyFrom, completeUntil]) => ({
    id,
    status,
    historyFrom: new Date(historyFrom),
    completeUntil: completeUntil === null ? null : new Date(completeUntil),
  }));
  const waiting = new Set(known.waiting);
  const waitingLines = new Set(known.waitingLines.map((it) => lineDay(it, it.day)));
  return {
    timeZone: known.timeZone,
    of: (day, timeZone) => {
      const lines = phoneUsersOn(known.ownerships, employeeId, day);
      // Who is nobody there on this day still asks whether the day is known: of every phone system, then.
      const theirs = reaches.filter(({ id }) => lines.some(({ connectionId }) => connectionId === id));
      const isScored = !waiting.has(day) && !lines.some((line) => waitingLines.has(lineDay(line, day)));
      return {
        mapped: lines.length > 0,
        complete: isScored && isFetched(dayBounds(day, timeZone), lines.length === 0 ? reaches : theirs),
      };
    },
  };
}

const lineDay = ({ connectionId, phoneUserId }: Line, day: Day): string => `${connectionId} ${day} ${phoneUserId}`;

const STATES = `
  select
    (select t.terms ->> 'timeZone' from phone_system.tenant t where t.tenant_id = ?) as "timeZone",
    (select coalesce(json_agg(json_build_array(c.id, c.status, round(date_part('epoch', c.history_from) * 1000),
        round(date_part('epoch', c.complete_until) * 1000))), '[]')
      from phone_system.connection c where c.tenant_id = ?) as "reaches",
    (select coalesce(json_agg(json_build_object('connectionId', m.connection_id, 'phoneUserId', m.phone_user_id,
        'employeeId', m.employee_id, 'fromDay', m.from_day, 'untilDay', m.until_day)), '[]')
      from phone_system.mapping m
      where m.tenant_id = ? and m.employee_id = ? and m.phone_user_id is not null) as "ownerships",
    (select coalesce(json_agg(d.day), '[]') from phone_system.changed_employee_day d
      where d.tenant_id = ? and d.employee_id = ? and d.day between ?::date and ?::date) as "waiting",
    (select coalesce(json_agg(json_build_object('connectionId', d.connection_id, 'phoneUserId', d.user_external_id,
        'day', d.day)), '[]')
      from phone_system.mapping m
      join phone_system.changed_phone_user_day d
        on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
      where m.tenant_id = ? and m.employee_id = ? and d.day between ?::date and ?::date) as "waitingLines"`;
