import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallRecord } from '../contract/index.js';
import {
  type AdmittedCall,
  contentOf,
  mergeConversations,
  readNames,
  storeChange,
  type StoredCall,
} from './call-table.js';
import { type CallTimes, daysOf } from './changed-days.js';
import { joinConversations } from './conversations.js';
import { type ErasureContext, withoutErased } from './without-erased.js';

/** Which connection the records came over, where its tenant's days begin, and whose records are refused. */
export type WriteContext = ErasureContext;

/**
 * The one writer of call records. Runs within the caller's transaction, which holds the connection's row, so that one
 * page of one connection is written at a time. A page is one statement that reads and one that writes, whatever is on
 * it; joining two stored conversations is a third, and a tenant that has erased somebody is asked about them as well.
 *
 * A version replaces one of the same or a lower revision; every phone user's day that the change touches is marked for
 * scoring. A record that had been kept aside as unreadable is no longer aside. Records of erased people are refused, and
 * their names and numbers left out of other people's, for good.
 *
 * @returns how many records were new or changed
 */
export async function writeCalls(
  em: SqlEntityManager,
  context: WriteContext,
  records: readonly CallRecord[],
): Promise<number> {
  const { connection, timeZone, erased } = context;
  if (records.length === 0) return 0;
  const read = [...new Set(records.map(({ externalId }) => externalId))];
  const named = new Set(records.flatMap(({ externalId, relatedIds }) => [externalId, ...relatedIds]));
  const stored = await readNames(em, connection, read, [...named]);
  const register = erased.registerUnder(em, connection.tenantId, stored.sealedErasureKey);
  const admitted = await withoutErased(em, context, register, records);
  const latest = latestVersions(admitted).map((record) => asKept(record, stored.calls.get(record.externalId)));
  const fresh = latest.filter((record) => isNews(record, stored.calls.get(record.externalId)));
  if (fresh.length === 0) return 0;

  const { conversationOf, merged } = joinConversations(
    fresh.map(({ externalId, relatedIds }) => ({ externalId, ids: [externalId, ...relatedIds] })),
    stored.conversations,
    randomUUID,
  );
  const brought = merged.size === 0 ? [] : await mergeConversations(em, connection, merged);
  const own = new Set(latest.map(({ externalId }) => externalId));
  const before = fresh.flatMap(({ externalId }) => stored.calls.get(externalId) ?? []);
  await storeChange(em, connection, {
    calls: fresh.map((record) => ({ record, conversationId: conversationOf.get(record.externalId) ?? randomUUID() })),
    aliases: [...conversationOf].flatMap(([externalId, conversationId]) =>
      own.has(externalId) || stored.conversations.has(externalId) ? [] : [{ externalId, conversationId }],
    ),
    days: daysOf([...fresh.map(timesOf), ...before, ...brought], timeZone),
    added: fresh.length - before.length,
  });
  return fresh.length;
}

/** A page may name a call twice: the higher revision counts, at equal revision the later reading. */
function latestVersions(records: readonly AdmittedCall[]): AdmittedCall[] {
  const latest = new Map<string, AdmittedCall>();
  for (const record of records) {
    const before = latest.get(record.externalId);
    if (before === undefined || before.revision <= record.revision) latest.set(record.externalId, record);
  }
  return [...latest.values()];
}

/** Where an erased person was named, the other party and the line stay as they are: by no later reading are they told again. */
function asKept(record: AdmittedCall, stored: StoredCall | undefined): AdmittedCall {
  if (stored === undefined || stored.kept === null) return record;
  const { number, name, viaNumber } = stored.kept;
  return { ...record, counterparty: { ...record.counterparty, number, name }, viaNumber, mentionsErased: true };
}

/** Whether a record says something that is not stored. What is the same is not written again. */
const isNews = (record: AdmittedCall, stored: StoredCall | undefined): boolean =>
  stored === undefined || (stored.revision <= record.revision && stored.content !== contentOf(record));

const timesOf = ({ userExternalId, startedAt, endedAt }: CallRecord): CallTimes => ({
  userExternalId,
  startedAt: startedAt.getTime(),
  endedAt: endedAt.getTime(),
});
