import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NotedBounds } from '../access/index.js';
import type { CallDirection, CallOutcome, CallRecord } from '../contract/index.js';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import type { ZonedDays } from '../support/days.js';
import { orderedId } from '../support/ordered-id.js';
import { APART_TIMES, type ApartTime, askingApart } from './apart-spans.js';
import { type CallTimes, MARK_DAYS, marking, type PhoneUserDay } from './changed-days.js';
import { TAKE_BACK, takingBack } from './rejected-records.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** A call as it is stored: what a reading says of it, by column, and what that counts for. Times in milliseconds since 1970. */
export interface CallRow {
  readonly external_id: string;
  readonly related_ids: readonly string[];
  readonly user_external_id: string | null;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly started_at: number;
  readonly connected_at: number | null;
  readonly ended_at: number;
  readonly counterparty_number: string | null;
  readonly counterparty_name: string | null;
  readonly internal: boolean;
  readonly via_number: string | null;
  readonly group_external_id: string | null;
  readonly group_name: string | null;
  readonly transferred: boolean;
  readonly recorded: boolean;
  readonly labels: readonly string[];
  /** Whether a reading told an erased person's name or number: both are left out, and so is what later ones tell. */
  readonly mentions_erased: boolean;
  readonly revision: number;
  /** Of which conversation a reading brought it, by the vendor's id; null where the list itself or only events told it. */
  readonly detail_of: string | null;
  /** Whether the list has told it, and not only events. */
  readonly listed: boolean;
  /** Whether any reading mentioned a message. */
  readonly to_mailbox: boolean;
}

/** What is stored under the ids that a page names. */
export interface StoredNames {
  /** Null where no terms of the tenant were noted. */
  readonly zones: ZonedDays | null;
  /** Null where the tenant never erased anybody. */
  readonly sealedErasureKey: string | null;
  /** What the tenant lets be stored; null as `zones` is. */
  readonly bounds: NotedBounds | null;
  /** Of which times nothing is stored of what the records tell; null where that is so of nobody. */
  readonly apart: readonly ApartTime[] | null;
  /** By the vendor's id. */
  readonly calls: ReadonlyMap<string, CallRow>;
  /** By every id that some stored record has or names. */
  readonly conversations: ReadonlyMap<string, string>;
}

/** What one page of records comes to, once it is known what is stored. */
export interface CallChange {
  readonly calls: readonly { readonly row: CallRow; readonly conversationId: string }[];
  /** Ids that are named for the first time and are no stored record's own. */
  readonly aliases: readonly { readonly externalId: string; readonly conversationId: string }[];
  /** In the order of their keys, so that two transactions never wait for each other. */
  readonly days: readonly PhoneUserDay[];
  /** How many of the calls are new. */
  readonly added: number;
}

/** The columns of a row and their types, in the order in which a row goes to the database and comes back. */
const COLUMNS: Readonly<Record<keyof CallRow, 'text' | 'jsonb' | 'timestamptz' | 'boolean' | 'bigint'>> = {
  external_id: 'text',
  related_ids: 'jsonb',
  user_external_id: 'text',
  direction: 'text',
  outcome: 'text',
  started_at: 'timestamptz',
  connected_at: 'timestamptz',
  ended_at: 'timestamptz',
  counterparty_number: 'text',
  counterparty_name: 'text',
  internal: 'boolean',
  via_number: 'text',
  group_external_id: 'text',
  group_name: 'text',
  transferred: 'boolean',
  recorded: 'boolean',
  labels: 'jsonb',
  mentions_erased: 'boolean',
  detail_of: 'text',
  revision: 'bigint',
  listed: 'boolean',
  to_mailbox: 'boolean',
};

const NAMES = Object.keys(COLUMNS) as readonly (keyof CallRow)[];

/** How a row of {@link NAMES} is read from JSON. */
const READ = Object.values(COLUMNS).map((type, place) => {
  if (type === 'jsonb') return `call -> ${place}`;
  return type === 'timestamptz' ? `to_timestamp((call ->> ${place})::float8 / 1000)` : `(call ->> ${place})::${type}`;
});

/** How it becomes JSON. */
const WRITTEN = Object.entries(COLUMNS).map(([name, type]) => {
  if (type === 'timestamptz') return milliseconds(name);
  // A release before noted messages in the outcome alone.
  return name === 'to_mailbox' ? `(call.to_mailbox or call.outcome = 'voicemail')` : `call.${name}`;
});

function milliseconds(name: string): string {
  return `extract(epoch from call.${name}) * 1000`;
}

/** At most one, and asked as such: a join would read the connection's whole past where its size is estimated too low. */
function byName(table: 'call_record' | 'conversation_alias'): string {
  return `select * from phone_system.${table} where connection_id = ? and external_id = named.id limit 1`;
}

interface ReadRow {
  readonly zones: ZonedDays | null;
  readonly sealedErasureKey: string | null;
  readonly bounds: NotedBounds | null;
  readonly apart: readonly ApartTime[] | null;
  /** Null, as everything below, where nothing is stored. */
  readonly name: string | null;
}

interface NameRow extends ReadRow {
  readonly name: string;
  readonly conversation: string;
  /** Null where a name belongs to no stored record. */
  readonly values: readonly unknown[] | null;
}

/**
 * Reads what is stored under ids, and the key under which the tenant's erased people are known: in the statement that a
 * page needs anyway, so that no page is written in ignorance of an erasure that is committed, nor of where the tenant's
 * days begin and what it lets be stored by now. What was kept aside as unreadable and could be read now is taken back in the same step.
 *
 * @param records those that could be read
 * @param named every id that they have or name
 */
export async function readNames(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  records: readonly CallRecord[],
  named: readonly string[],
): Promise<StoredNames> {
  const read = await em.execute<[ReadRow, ...(ReadRow | NameRow)[]]>(
    `with taken_back as (${TAKE_BACK})
     select tenant.*, stored.*
     from (select
       (select sealed_key from phone_system.erasure_key where tenant_id = ?) as "sealedErasureKey",
       (select json_build_object('timeZone', terms ->> 'timeZone', 'past', past_terms)
         from phone_system.tenant where tenant_id = ?) as "zones",
       (select json_strip_nulls(json_build_object('region', terms ->> 'region',
          'counterparties', terms ->> 'counterparties', 'sealedNeverStore', sealed_never_store))
        from phone_system.tenant where tenant_id = ?) as "bounds",
       ${APART_TIMES} as "apart") as tenant
     left join (select named.id as name, coalesce(call.conversation_id, alias.conversation_id)::text as conversation,
       case when call.id is not null then json_build_array(${WRITTEN.join()}) end as "values"
     from jsonb_array_elements_text(?::jsonb) as named (id)
     left join lateral (${byName('call_record')}) as call on true
     left join lateral (${byName('conversation_alias')}) as alias on true
     where call.id is not null or alias.external_id is not null) as stored on true`,
    [
      ...takingBack({ id, tenantId }, [...new Set(records.map(({ externalId }) => externalId))]),
      ...[tenantId, tenantId, tenantId],
      ...askingApart({ id, tenantId }, records),
      ...[jsonLiteral(named), id, id],
    ],
  );
  const rows = read.filter((row): row is NameRow => row.name !== null);
  return {
    zones: read[0].zones,
    sealedErasureKey: read[0].sealedErasureKey,
    bounds: read[0].bounds,
    apart: read[0].apart,
    conversations: new Map(rows.map(({ name, conversation }) => [name, conversation])),
    calls: new Map(rows.flatMap(({ name, values }) => (values === null ? [] : [[name, rowOf(values)]]))),
  };
}

const rowOf = (values: readonly unknown[]): CallRow =>
  Object.fromEntries(NAMES.map((name, place) => [name, values[place]])) as unknown as CallRow;

const valuesOf = (row: CallRow): unknown[] => NAMES.map((name) => row[name]);

/** Stores a change in one statement. The connection's row is locked by the caller, so what was read is still so. */
export async function storeChange(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  { calls, aliases, days, added }: CallChange,
): Promise<void> {
  const rows = calls.map(({ row, conversationId }) => [...valuesOf(row), conversationId, orderedId()]);
  await em.execute(
    `with named as (
       insert into phone_system.conversation_alias (connection_id, tenant_id, external_id, conversation_id)
       select ?, ?, alias."externalId", alias."conversationId"
       from jsonb_to_recordset(?::jsonb) as alias ("externalId" text, "conversationId" uuid)),
     marked as (${MARK_DAYS}),
     counted as (update phone_system.connection set records = records + new.calls from (select ?::int as calls) as new
       where id = ? and tenant_id = ? and new.calls > 0)
     insert into phone_system.call_record (id, tenant_id, connection_id, stored_at, ${NAMES.join()}, conversation_id)
     select (call ->> ${NAMES.length + 1})::uuid, ?, ?, now(), ${READ.join()}, (call ->> ${NAMES.length})::uuid
     from jsonb_array_elements(?::jsonb) as call
     on conflict (connection_id, external_id) do update
       set (stored_at, conversation_id, ${NAMES.join()})
         = (excluded.stored_at, excluded.conversation_id, ${NAMES.map((name) => `excluded.${name}`).join()})`,
    [
      ...[id, tenantId, jsonLiteral(aliases)],
      ...marking({ id, tenantId }, days),
      ...[added, id, tenantId],
      ...[tenantId, id, jsonLiteral(rows)],
    ],
  );
}

/**
 * Moves everything of one conversation into another: from, into.
 *
 * @returns the records that are together now, whose credit may change
 */
export async function mergeConversations(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  merged: ReadonlyMap<string, string>,
): Promise<readonly CallTimes[]> {
  return await em.execute<CallTimes[]>(
    `with merged as (select * from jsonb_to_recordset(?::jsonb) as merged ("from" uuid, "into" uuid)),
     renamed as (
       update phone_system.conversation_alias as alias set conversation_id = merged."into" from merged
       where alias.connection_id = ? and alias.tenant_id = ? and alias.conversation_id = merged."from"),
     moved as (
       update phone_system.call_record as call set conversation_id = merged."into" from merged
       where call.connection_id = ? and call.tenant_id = ? and call.conversation_id = merged."from")
     select call.user_external_id as "userExternalId", (${milliseconds('started_at')})::float8 as "startedAt",
       (${milliseconds('ended_at')})::float8 as "endedAt"
     from phone_system.call_record as call
     where call.connection_id = ? and call.tenant_id = ?
       and call.conversation_id in (select "from" from merged union select "into" from merged)`,
    [JSON.stringify([...merged].map(([from, into]) => ({ from, into }))), id, tenantId, id, tenantId, id, tenantId],
  );
}
