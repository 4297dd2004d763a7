import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallStub } from '../contract/index.js';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import { TAKE_BACK, takingBack } from './rejected-records.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** A call that was announced or named, and is to be read. */
export interface UnreadCall {
  readonly externalId: string;
  /** Null where only an event has named it. */
  readonly startedAt: Date | null;
  readonly revision: number | null;
  /** How often there has been a reason to read it: what comes while it is read is one more. */
  readonly asked: number;
  /** How many readings have failed in a row. */
  readonly attempts: number;
}

/** A call that was read, or that the vendor does not have (any more). */
export interface SettledCall {
  readonly call: UnreadCall;
  /** The revision that was read, where the vendor tells one. */
  readonly revision?: number;
  /** The beginning of the first of its records. */
  readonly startedAt: Date | null;
}

/** So many of each kind are looked up at once. */
const LOOKED_UP = 100;

/** Of an announced call `a`: there is a reason to read it that is not settled. */
const IS_UNREAD = 'a.answered < a.asked';

/** When the next announced call of a connection `c` is to be read; null where none is. */
export const NEXT_READING = `(
  select min(coalesce(a.resume_at, clock_timestamp())) from phone_system.announced_call a
  where a.connection_id = c.id and ${IS_UNREAD})`;

/** The same of those that have failed alone. */
export const NEXT_READING_AGAIN = `(
  select min(a.resume_at) from phone_system.announced_call a
  where a.connection_id = c.id and ${IS_UNREAD} and a.problem is not null)`;

/** The problem of the announced call of a connection `c` that has failed for longest. */
export const PROBLEM_OF_CALLS = `(
  select a.problem from phone_system.announced_call a
  where a.connection_id = c.id and ${IS_UNREAD} and a.problem is not null
  order by a.failing_since limit 1)`;

/** Lets announced calls of a connection be read that rest after a failure, as a part of a statement. */
export const END_RESTS_OF_CALLS = `
  update phone_system.announced_call a set resume_at = null
  where a.connection_id = ? and a.tenant_id = ? and ${IS_UNREAD} and a.problem is not null and a.resume_at is not null`;

/** Whether announced calls of a connection `c` are unread that began since calls are stored. */
export const HAS_UNREAD = `exists (
  select from phone_system.announced_call a
  where a.connection_id = c.id and ${IS_UNREAD} and a.started_at >= greatest(c.history_from, c.kept_from))`;

/** Milliseconds before the first unread call began that was announced since an instant; no row where there is none. */
export const CLAIM_OF_CALLS = `
  select (extract(epoch from oldest.started_at) * 1000)::float8 - 1 as "claimedMs", true as "isCall" from (
    select a.started_at from phone_system.announced_call a
    where a.connection_id = ? and a.tenant_id = ? and ${IS_UNREAD} and a.started_at >= ?
    order by a.started_at limit 1) as oldest`;

/**
 * Notes what lists announce. A call is to be read where it is new or its revision is another one; several pages may announce
 * the same one: the last of them counts. What was announced before in a way that nobody could use is aside no longer; what could not be read of it is.
 * Runs in the transaction of the page that announces it, so that nothing is lost between.
 */
export async function announce(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  stubs: readonly CallStub[],
): Promise<void> {
  if (stubs.length === 0) return;
  const latest = new Map(stubs.map((stub) => [stub.externalId, stub]));
  const rows = [...latest.values()].map(({ externalId, startedAt, revision }) => [externalId, +startedAt, revision]);
  await em.execute(
    `with taken_back as (${TAKE_BACK} and not exists (
       select from phone_system.announced_call a
       where a.connection_id = rejected_record.connection_id and a.external_id = rejected_record.external_id))
     insert into phone_system.announced_call as known
       (connection_id, tenant_id, external_id, started_at, revision, asked, noted_at)
     select ?, ?, stub ->> 0, to_timestamp((stub ->> 1)::float8 / 1000), (stub ->> 2)::bigint, 1, clock_timestamp()
     from jsonb_array_elements(?::jsonb) as stub
     on conflict (connection_id, external_id) do update set
       started_at = least(known.started_at, excluded.started_at),
       revision = excluded.revision,
       asked = known.asked + case when ${IS_ANOTHER} then 1 else 0 end,
       resume_at = case when ${IS_ANOTHER} then null else known.resume_at end
     where ${IS_ANOTHER} or known.started_at is null or known.started_at > excluded.started_at`,
    [...takingBack({ id, tenantId }, [...latest.keys()]), id, tenantId, jsonLiteral(rows)],
  );
}

const IS_ANOTHER = '(known.revision is distinct from excluded.revision)';

/**
 * Notes what events name, and wakes whoever reads it: at once, unless all rests for a failure of the vendor.
 *
 * @param externalIds each once
 */
export async function nameCalls(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await em.execute(
    `with named as (
       insert into phone_system.announced_call as known (connection_id, tenant_id, external_id, asked, noted_at)
       select ?, ?, call.id, 1, clock_timestamp() from jsonb_array_elements_text(?::jsonb) as call (id)
       on conflict (connection_id, external_id) do update set asked = known.asked + 1, resume_at = null)
     update phone_system.connection set wake_at = clock_timestamp() where id = ? and tenant_id = ? and attempts = 0`,
    [id, tenantId, jsonLiteral(externalIds), id, tenantId],
  );
}

/** Of announced calls, those that are not known here: neither read nor to be read. */
export async function unknownAmong(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  externalIds: readonly string[],
): Promise<readonly string[]> {
  if (externalIds.length === 0) return [];
  const rows = await em.execute<{ readonly id: string }[]>(
    `select told.id from jsonb_array_elements_text(?::jsonb) as told (id)
     where not exists (
       select from phone_system.announced_call a
       where a.connection_id = ? and a.tenant_id = ? and a.external_id = told.id)`,
    [jsonLiteral(externalIds), id, tenantId],
  );
  return rows.map((row) => row.id);
}

/**
 * What is to be read next and does not rest: what events name first, since that has just happened; then the oldest and the
 * newest in turns. `completeUntil` waits for the oldest, people for the newest.
 */
export async function unreadCalls(em: SqlEntityManager, { id, tenantId }: ConnectionKey): Promise<UnreadCall[]> {
  const part = (which: string, order: string): string => `(
    select a.*, row_number() over (order by ${order}) as place from phone_system.announced_call a
    where a.connection_id = ? and a.tenant_id = ? and ${IS_UNREAD}
      and (a.resume_at is null or a.resume_at <= clock_timestamp()) and a.started_at is ${which}
    order by ${order} limit ${LOOKED_UP})`;
  const rows = await em.execute<UnreadRow[]>(
    `select call.external_id as "externalId", (extract(epoch from call.started_at) * 1000)::float8 as "startedMs",
       call.revision::float8 as revision, call.asked, call.attempts
     from (select 0 as rank, named.* from ${part('null', 'a.noted_at')} as named
       union all select 1, oldest.* from ${part('not null', 'a.started_at')} as oldest
       union all select 1, newest.* from ${part('not null', 'a.started_at desc')} as newest) as call
     order by call.rank, call.place`,
    [id, tenantId, id, tenantId, id, tenantId],
  );
  const calls = rows.map(({ startedMs, ...row }) => ({
    ...row,
    startedAt: startedMs === null ? null : new Date(startedMs),
  }));
  return [...new Map(calls.toReversed().map((call) => [call.externalId, call])).values()].reverse();
}

type UnreadRow = Omit<UnreadCall, 'startedAt'> & { readonly startedMs: number | null };

/** Has announced calls read once more that began since an instant: what was told of them may be stored now. */
export async function readAgainSince(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  since: Date,
): Promise<void> {
  await em.execute(
    `update phone_system.announced_call a set asked = a.asked + 1, resume_at = null
     where a.connection_id = ? and a.tenant_id = ? and a.started_at >= ? and not (${IS_UNREAD})`,
    [id, tenantId, since],
  );
}

/** Notes that calls were read, as often as they were asked for by then. */
export async function settleCalls(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  settled: readonly SettledCall[],
): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ call, revision, startedAt }) => ({
    ...{ externalId: call.externalId, asked: call.asked, revision: revision ?? null },
    startedMs: startedAt?.getTime() ?? null,
  }));
  await em.execute(
    `update phone_system.announced_call a set
       answered = greatest(a.answered, read.asked), revision = coalesce(read.revision, a.revision),
       started_at = coalesce(a.started_at, to_timestamp(read."startedMs" / 1000)),
       attempts = 0, failing_since = null, problem = null, resume_at = null
     from jsonb_to_recordset(?::jsonb) as read ("externalId" text, asked int, revision bigint, "startedMs" float8)
     where a.connection_id = ? and a.tenant_id = ? and a.external_id = read."externalId"`,
    [jsonLiteral(rows), id, tenantId],
  );
}
