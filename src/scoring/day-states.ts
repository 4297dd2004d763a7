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

/** What the states of an employee's days follow from. Times are milliseconds since the epoch. */
interface Known {
  readonly reaches: readonly (Pick<Reach, 'status'> & {
    id: string;
    historyFrom: number;
    completeUntil: number | null;
  })[];
  readonly ownerships: readonly Ownership[];
  readonly waiting: readonly Day[];
  readonly waitingLines: readonly { readonly connectionId: string; readonly phoneUserId: string; readonly day: Day }[];
}

/**
 * Reads the states of an employee's days from one to another, both included: in one query, since it stands behind every
 * page that people open.
 */
export async function dayStates(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  timeZone: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<(day: Day) => DayState> {
  const [known] = await em.execute<[Known]>(STATES, [tenantId, employeeId, from, to]);
  const reaches = known.reaches.map(({ id, status, historyFrom, completeUntil }) => ({
    id,
    status,
    historyFrom: new Date(historyFrom),
    completeUntil: completeUntil === null ? null : new Date(completeUntil),
  }));
  const waiting = new Set(known.waiting);
  const waitingLines = new Set(known.waitingLines.map((it) => lineDay(it, it.day)));
  return (day) => {
    const lines = phoneUsersOn(known.ownerships, employeeId, day);
    // Who is nobody there on this day still asks whether the day is known: of every phone system, then.
    const theirs = reaches.filter(({ id }) => lines.some(({ connectionId }) => connectionId === id));
    const isScored = !waiting.has(day) && !lines.some((line) => waitingLines.has(lineDay(line, day)));
    return {
      mapped: lines.length > 0,
      complete: isScored && isFetched(dayBounds(day, timeZone), lines.length === 0 ? reaches : theirs),
    };
  };
}

const lineDay = ({ connectionId, phoneUserId }: Line, day: Day): string => `${connectionId} ${day} ${phoneUserId}`;

const STATES = `
  with asked as (select ?::text as tenant_id, ?::text as employee_id, ?::date as "from", ?::date as "to"),
  owned as (
    select m.connection_id, m.phone_user_id, m.employee_id, m.from_day, m.until_day
    from asked join phone_system.mapping m on m.tenant_id = asked.tenant_id and m.employee_id = asked.employee_id
    where m.phone_user_id is not null)
  select
    (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'status', c.status,
        'historyFrom', extract(epoch from c.history_from) * 1000,
        'completeUntil', extract(epoch from c.complete_until) * 1000)), '[]')
      from phone_system.connection c where c.tenant_id = asked.tenant_id) as "reaches",
    (select coalesce(jsonb_agg(jsonb_build_object('connectionId', connection_id, 'phoneUserId', phone_user_id,
        'employeeId', employee_id, 'fromDay', from_day, 'untilDay', until_day)), '[]') from owned) as "ownerships",
    (select coalesce(jsonb_agg(d.day), '[]') from phone_system.changed_employee_day d
      where d.tenant_id = asked.tenant_id and d.employee_id = asked.employee_id
        and d.day between asked."from" and asked."to") as "waiting",
    (select coalesce(jsonb_agg(jsonb_build_object('connectionId', d.connection_id, 'phoneUserId', d.user_external_id,
        'day', d.day)), '[]')
      from (select distinct connection_id, phone_user_id from owned) line
      join phone_system.changed_phone_user_day d
        on d.connection_id = line.connection_id and d.user_external_id = line.phone_user_id
      where d.day between asked."from" and asked."to") as "waitingLines"
  from asked`;
