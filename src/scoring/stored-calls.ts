import { isUUID } from 'class-validator';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallDirection, CallOutcome } from '../contract/index.js';
import { LONGEST_CALL_DAYS } from '../registry/index.js';
import { CallRecordEntity } from '../storage/index.js';
import type { Span } from '../support/days.js';
import type { AcceptedObjection } from './accepted-objection.js';
import type { Exclusion } from './flags.js';
import type { ScoredCall } from './scored-call.js';

/** A span of time of somebody in the vendor's directory. */
export interface LineSpan extends Span {
  readonly connectionId: string;
  readonly phoneUserId: string;
}

/** A stored call with whose it is and the exclusion that is in force for it. */
export interface StoredCall {
  readonly connectionId: string;
  readonly phoneUserId: string;
  readonly call: ScoredCall;
  readonly exclusion: Exclusion | null;
  /** The objection by which it was left out or taken in again last; null where there was none. */
  readonly objection: AcceptedObjection | null;
}

interface Row {
  readonly id: string;
  readonly connectionId: string;
  readonly phoneUserId: string;
  readonly externalId: string;
  readonly conversationId: string;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly startedMs: number;
  readonly connectedMs: number | null;
  readonly endedMs: number;
  readonly number: string | null;
  readonly name: string | null;
  readonly internal: boolean;
  readonly excludedMs: number | null;
  readonly excludedBy: string | null;
  readonly note: string | null;
  readonly objectedMs: number | null;
  readonly answeredMs: number | null;
  readonly step: AcceptedObjection['step'];
}

/**
 * The calls that start or last in any of the spans, each once, in one query. It looks back as far as a stored call may
 * last. `offset 0` has each span looked up in the index: how many there are is unknown to the planner, which else may read
 * every call of the tenant. Who excluded a call is looked up for the few that were: a join may compare every call with
 * every employee.
 */
export async function callsIn(
  em: SqlEntityManager,
  tenantId: string,
  spans: readonly LineSpan[],
): Promise<readonly StoredCall[]> {
  return await readCalls(
    em,
    tenantId,
    `jsonb_to_recordset(?::jsonb)
       as span ("connectionId" uuid, "phoneUserId" text, "from" timestamptz, "to" timestamptz)
     cross join lateral (
       select * from phone_system.call_record call
       where call.connection_id = span."connectionId" and call.user_external_id = span."phoneUserId"
         and call.started_at < span."to" and call.started_at >= span."from" - make_interval(days => ?)
         and (call.started_at >= span."from" or call.ended_at > span."from") offset 0) r`,
    spans,
    [LONGEST_CALL_DAYS],
  );
}

/** A call as a day lists it, with when that day begins and ends. */
export interface CallOfDay extends Span {
  readonly callId: string;
}

/** The answered calls of the same conversations whose talk begins before the day that lists a call, or after it; each once. */
export async function callsTogetherWith(
  em: SqlEntityManager,
  tenantId: string,
  listed: readonly CallOfDay[],
): Promise<readonly StoredCall[]> {
  return await readCalls(
    em,
    tenantId,
    `jsonb_to_recordset(?::jsonb) as listed ("callId" uuid, "from" timestamptz, "to" timestamptz)
     join phone_system.call_record own on own.id = listed."callId"
     cross join lateral (
       select * from phone_system.call_record call
       where call.conversation_id = own.conversation_id and call.user_external_id is not null
         and (call.connected_at < listed."from" or call.connected_at >= listed."to") offset 0) r`,
    listed,
  );
}

async function readCalls(
  em: SqlEntityManager,
  tenantId: string,
  places: string,
  asked: readonly unknown[],
  more: readonly unknown[] = [],
): Promise<readonly StoredCall[]> {
  if (asked.length === 0) return [];
  const rows = await em.execute<Row[]>(
    `select r.id, r.connection_id as "connectionId", r.user_external_id as "phoneUserId", r.external_id as "externalId",
       r.conversation_id as "conversationId", r.direction, r.outcome,
       (extract(epoch from r.started_at) * 1000)::float8 as "startedMs",
       (extract(epoch from r.connected_at) * 1000)::float8 as "connectedMs",
       (extract(epoch from r.ended_at) * 1000)::float8 as "endedMs",
       r.counterparty_number as "number", r.counterparty_name as "name", r.internal,
       (extract(epoch from e.excluded_at) * 1000)::float8 as "excludedMs", e.note,
       (select m.name from phone_system.employee m where m.tenant_id = r.tenant_id and m.id = e.excluded_by) as "excludedBy",
       (extract(epoch from o.objected_at) * 1000)::float8 as "objectedMs",
       (extract(epoch from o.answered_at) * 1000)::float8 as "answeredMs", o.step
     from ${places}
     left join phone_system.exclusion e on e.call_id = r.id
     left join lateral (
       select heard.objected_at, heard.answered_at, heard.step from phone_system.objection heard
       where heard.call_id = r.id and heard.step in ('exclude', 'include')
       order by heard.answered_at desc limit 1) o on true
     where r.tenant_id = ?`,
    [JSON.stringify(asked), ...more, tenantId],
  );
  return [...new Map(rows.map((row) => [row.id, row])).values()].map(toStoredCall);
}

const toStoredCall = (row: Row): StoredCall => ({
  connectionId: row.connectionId,
  phoneUserId: row.phoneUserId,
  call: {
    callId: row.id,
    externalId: row.externalId,
    conversationId: row.conversationId,
    direction: row.direction,
    outcome: row.outcome,
    startedAt: new Date(row.startedMs),
    connectedAt: row.connectedMs === null ? null : new Date(row.connectedMs),
    endedAt: new Date(row.endedMs),
    counterparty: { number: row.number, name: row.name, internal: row.internal },
  },
  exclusion:
    row.excludedMs === null
      ? null
      : { callId: row.id, by: row.excludedBy, at: new Date(row.excludedMs), note: row.note || null },
  objection:
    row.objectedMs === null || row.answeredMs === null
      ? null
      : {
          callId: row.id,
          step: row.step,
          objectedAt: new Date(row.objectedMs),
          answeredAt: new Date(row.answeredMs),
        },
});

/** What scoring needs of a stored record. */
export const scoredCallOf = (record: CallRecordEntity): ScoredCall => ({
  callId: record.id,
  externalId: record.externalId,
  conversationId: record.conversationId,
  direction: record.direction,
  outcome: record.outcome,
  startedAt: record.startedAt,
  connectedAt: record.connectedAt,
  endedAt: record.endedAt,
  counterparty: { number: record.counterpartyNumber, name: record.counterpartyName, internal: record.internal },
});

/** The tenant's call of this id; null where it has none. */
export async function findCall(em: SqlEntityManager, callId: string): Promise<CallRecordEntity | null> {
  return isUUID(callId) ? await em.findOne(CallRecordEntity, { id: callId }) : null;
}
