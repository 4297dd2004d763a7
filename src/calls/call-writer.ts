import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallRecord } from '../contract/index.js';
import { CallRecordEntity, type ConnectionEntity, ConversationAliasEntity } from '../storage/index.js';
import { dayOf, daysTouched } from '../support/days.js';
import { markPhoneUserDays, type PhoneUserDay } from './changed-days.js';
import { joinConversations, type JoinedConversations } from './conversations.js';

/** Which connection the records came over, and where its tenant's days begin. */
export interface WriteContext {
  readonly connection: Pick<ConnectionEntity, 'id' | 'tenantId'>;
  readonly timeZone: string;
}

/**
 * The one writer of call records. Runs within the caller's transaction, which holds the connection's row, so that one
 * page of one connection is written at a time.
 *
 * A version replaces one of the same or a lower revision; every phone user's day that the change touches is marked for
 * scoring.
 *
 * @returns how many records were new or changed
 */
export async function writeCalls(
  em: SqlEntityManager,
  context: WriteContext,
  records: readonly CallRecord[],
): Promise<number> {
  const latest = latestVersions(records);
  if (latest.length === 0) return 0;
  const { connection } = context;
  const stored = new Map(
    (
      await em.find(
        CallRecordEntity,
        { connectionId: connection.id, externalId: { $in: latest.map(({ externalId }) => externalId) } },
        { disableIdentityMap: true },
      )
    ).map((row) => [row.externalId, row]),
  );
  const fresh = latest.filter((record) => isNews(record, stored.get(record.externalId)));
  if (fresh.length === 0) return 0;
  const conversations = await joinWithStored(em, context, fresh);
  const rows = fresh.map((record) => toRow(record, context, conversations, stored.get(record.externalId)));
  await upsert(em, rows);
  await countAdded(em, connection, fresh.filter(({ externalId }) => !stored.has(externalId)).length);
  await markPhoneUserDays(em, connection, [
    ...fresh.flatMap((record) => daysOf(record, context.timeZone)),
    ...fresh.flatMap(({ externalId }) => daysOf(stored.get(externalId), context.timeZone)),
  ]);
  return fresh.length;
}

/** A page may name a call twice: the higher revision counts, at equal revision the later reading. */
function latestVersions(records: readonly CallRecord[]): CallRecord[] {
  const latest = new Map<string, CallRecord>();
  for (const record of records) {
    const before = latest.get(record.externalId);
    if (before === undefined || before.revision <= record.revision) latest.set(record.externalId, record);
  }
  return [...latest.values()];
}

/** Whether a record says something that is not stored. What is the same is not written again. */
function isNews(record: CallRecord, row: CallRecordEntity | undefined): boolean {
  if (row === undefined) return true;
  if (row.revision > record.revision) return false;
  const columns = comparable(toColumns(record));
  return row.revision !== record.revision || columns !== comparable(pickColumns(row));
}

const comparable = (columns: CallColumns): string => JSON.stringify(columns);

type CallColumns = ReturnType<typeof toColumns>;

const toColumns = (record: CallRecord) => ({
  externalId: record.externalId,
  relatedIds: [...record.relatedIds],
  userExternalId: record.userExternalId,
  direction: record.direction,
  outcome: record.outcome,
  startedAt: record.startedAt,
  connectedAt: record.connectedAt,
  endedAt: record.endedAt,
  counterpartyNumber: record.counterparty.number,
  counterpartyName: record.counterparty.name,
  internal: record.counterparty.internal,
  viaNumber: record.viaNumber,
  groupExternalId: record.group?.externalId ?? null,
  groupName: record.group?.name ?? null,
  transferred: record.transferred,
  recorded: record.recorded,
  labels: [...record.labels],
  revision: record.revision,
});

const pickColumns = (row: CallRecordEntity): CallColumns => ({
  externalId: row.externalId,
  relatedIds: row.relatedIds,
  userExternalId: row.userExternalId,
  direction: row.direction,
  outcome: row.outcome,
  startedAt: row.startedAt,
  connectedAt: row.connectedAt,
  endedAt: row.endedAt,
  counterpartyNumber: row.counterpartyNumber,
  counterpartyName: row.counterpartyName,
  internal: row.internal,
  viaNumber: row.viaNumber,
  groupExternalId: row.groupExternalId,
  groupName: row.groupName,
  transferred: row.transferred,
  recorded: row.recorded,
  labels: row.labels,
  revision: row.revision,
});

async function joinWithStored(
  em: SqlEntityManager,
  { connection, timeZone }: WriteContext,
  records: readonly CallRecord[],
): Promise<JoinedConversations> {
  const named = records.map(({ externalId, relatedIds }) => ({ externalId, ids: [externalId, ...relatedIds] }));
  const aliases = await em.find(
    ConversationAliasEntity,
    { connectionId: connection.id, externalId: { $in: [...new Set(named.flatMap(({ ids }) => ids))] } },
    { disableIdentityMap: true },
  );
  const known = new Map(aliases.map(({ externalId, conversationId }) => [externalId, conversationId]));
  const joined = joinConversations(named, known, randomUUID);
  for (const [from, into] of joined.merged) await mergeConversation(em, { connection, timeZone }, from, into);
  const added = [...joined.conversationOf].filter(([id]) => !known.has(id));
  await em.insertMany(
    ConversationAliasEntity,
    added.map(([externalId, conversationId]) => ({
      connectionId: connection.id,
      tenantId: connection.tenantId,
      externalId,
      conversationId,
    })),
  );
  return joined;
}

/** Two conversations turned out to be one. Where rules count by conversation, the credit of their records changes. */
async function mergeConversation(
  em: SqlEntityManager,
  { connection, timeZone }: WriteContext,
  from: string,
  into: string,
): Promise<void> {
  const moved = await em.find(
    CallRecordEntity,
    { connectionId: connection.id, conversationId: { $in: [from, into] } },
    { disableIdentityMap: true },
  );
  await em.nativeUpdate(
    CallRecordEntity,
    { connectionId: connection.id, conversationId: from },
    { conversationId: into },
  );
  await em.nativeUpdate(
    ConversationAliasEntity,
    { connectionId: connection.id, conversationId: from },
    { conversationId: into },
  );
  await markPhoneUserDays(
    em,
    connection,
    moved.flatMap((row) => daysOf(row, timeZone)),
  );
}

function toRow(
  record: CallRecord,
  { connection }: WriteContext,
  { conversationOf }: JoinedConversations,
  before: CallRecordEntity | undefined,
) {
  return {
    id: before?.id ?? randomUUID(),
    tenantId: connection.tenantId,
    connectionId: connection.id,
    conversationId: conversationOf.get(record.externalId) ?? randomUUID(),
    storedAt: new Date(),
    ...toColumns(record),
  };
}

/** The row's lock makes a second writer impossible, so what is stored is what was read. */
async function upsert(em: SqlEntityManager, rows: readonly ReturnType<typeof toRow>[]): Promise<void> {
  await em.upsertMany(CallRecordEntity, [...rows], {
    onConflictFields: ['connectionId', 'externalId'],
    onConflictExcludeFields: ['id', 'tenantId'],
    disableIdentityMap: true,
  });
}

/** Counted as they come: counting a million rows for each look at the progress would be dear. */
async function countAdded(
  em: SqlEntityManager,
  { id, tenantId }: WriteContext['connection'],
  added: number,
): Promise<void> {
  if (added === 0) return;
  await em.execute('update phone_system.connection set records = records + ? where id = ? and tenant_id = ?', [
    added,
    id,
    tenantId,
  ]);
}

type Dated = Pick<CallRecordEntity, 'userExternalId' | 'startedAt' | 'endedAt'>;

function daysOf(call: Dated | undefined, timeZone: string): PhoneUserDay[] {
  const user = call?.userExternalId ?? null;
  if (call === undefined || user === null) return [];
  // A call may end in the instant in which it started: it still belongs to a day.
  const days = new Set([dayOf(call.startedAt, timeZone), ...daysTouched(call.startedAt, call.endedAt, timeZone)]);
  return [...days].map((day) => ({ userExternalId: user, day }));
}
