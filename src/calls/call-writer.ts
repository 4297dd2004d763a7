import type { SqlEntityManager } from '@mikro-orm/sql';
import { type CallRow, mergeConversations, readNames, storeChange } from './call-table.js';
import { orderedId } from '../support/ordered-id.js';
import { type CallTimes, daysOf, MARK_DAYS, marking } from './changed-days.js';
import { joinConversations } from './conversations.js';
import { partConversations } from './part-conversations.js';
import { countsOtherwise, saysOtherwise, whatHolds } from './what-holds.js';
import { withinBounds } from './admitted-calls.js';
import { ApartTimes } from './apart-spans.js';
import { withoutApart } from './without-apart.js';
import { type AdmittedCall, type ErasureContext, type ToldCall, withoutErased } from './without-erased.js';

/** Which connection the records came over, where its tenant's days begin, whose records are refused, and who told them. */
export interface WriteContext extends ErasureContext {
  /** The list tells calls as they are; an event may know less. */
  readonly toldBy: 'list' | 'event';
}

/**
 * The one writer of call records. Runs within the caller's transaction, which holds the connection's row, so that one
 * page of one connection is written at a time. A page is one statement that reads and one that writes, whatever is on
 * it. Joining two stored conversations is a third, parting what a record no longer names takes three more, and a tenant
 * that has erased somebody is asked about them as well.
 *
 * {@link whatHolds} says which reading of a call holds; every phone user's day on which that shows is marked for
 * scoring. A record that had been kept aside as unreadable is no longer aside. Records of erased people are refused, and
 * their names and numbers left out of other people's, for good; so is what tells of somebody on days of which nothing of
 * them is stored, and what lies outside the tenant's bounds, for as long as these stand. Days are those of the terms that are noted by now, not
 * those with which the reading began.
 *
 * @param records in the order in which they were read
 * @returns how many records were new or say something else
 */
export async function writeCalls(
  em: SqlEntityManager,
  context: WriteContext,
  records: readonly ToldCall[],
): Promise<number> {
  const { connection, erased, toldBy } = context;
  if (records.length === 0) return 0;
  const named = new Set(records.flatMap(({ externalId, relatedIds }) => [externalId, ...relatedIds]));
  const stored = await readNames(em, connection, records, [...named]);
  const timeZone = stored.zones ?? context.timeZone;
  const register = erased.registerUnder(em, connection.tenantId, stored.sealedErasureKey);
  const held = new Map<string, CallRow>();
  const bounds = erased.bounds.under(connection.tenantId, stored.bounds);
  const admitted = withoutApart(
    await withoutErased(em, { ...context, timeZone }, register, records),
    new ApartTimes(stored.apart ?? []),
  );
  for (const record of withinBounds(admitted, bounds)) {
    const { externalId } = record;
    held.set(externalId, whatHolds(held.get(externalId) ?? stored.calls.get(externalId), rowOf(record, toldBy)));
  }
  const changes = [...held.values()].flatMap((row) => {
    const before = stored.calls.get(row.external_id);
    const isNews = before === undefined || saysOtherwise(before, row);
    return isNews || countsOtherwise(before, row) ? [{ before, row, isNews }] : [];
  });
  if (changes.length === 0) return 0;

  const { conversationOf, merged } = joinConversations(
    changes.map(({ row }) => ({ externalId: row.external_id, ids: [row.external_id, ...row.related_ids] })),
    stored.conversations,
    orderedId,
  );
  const brought = merged.size === 0 ? [] : await mergeConversations(em, connection, merged);
  const news = changes.filter(({ isNews }) => isNews);
  const shown = news.flatMap(({ before, row }) => (before === undefined ? [row] : [before, row]));
  await storeChange(em, connection, {
    calls: changes.map(({ row }) => ({ row, conversationId: conversationOf.get(row.external_id) ?? orderedId() })),
    aliases: [...conversationOf].flatMap(([externalId, conversationId]) =>
      held.has(externalId) || stored.conversations.has(externalId) ? [] : [{ externalId, conversationId }],
    ),
    days: daysOf([...shown.map(timesOf), ...brought], timeZone),
    added: changes.filter(({ before }) => before === undefined).length,
  });
  const takenBack = changes.filter(({ before, row }) =>
    before?.related_ids.some((id) => !row.related_ids.includes(id)),
  );
  if (takenBack.length > 0) {
    const conversations = takenBack.flatMap(({ row }) => conversationOf.get(row.external_id) ?? []);
    const parted = await partConversations(em, connection, [...new Set(conversations)]);
    await em.execute(MARK_DAYS, [...marking(connection, daysOf(parted, timeZone))]);
  }
  return news.length;
}

const rowOf = (record: AdmittedCall, toldBy: WriteContext['toldBy']): CallRow => ({
  external_id: record.externalId,
  related_ids: record.relatedIds,
  user_external_id: record.userExternalId,
  direction: record.direction,
  outcome: record.outcome,
  started_at: record.startedAt.getTime(),
  connected_at: record.connectedAt?.getTime() ?? null,
  ended_at: record.endedAt.getTime(),
  counterparty_number: record.counterparty.number,
  counterparty_name: record.counterparty.name,
  internal: record.counterparty.internal,
  via_number: record.viaNumber,
  group_external_id: record.group?.externalId ?? null,
  group_name: record.group?.name ?? null,
  transferred: record.transferred,
  recorded: record.recorded,
  labels: record.labels,
  mentions_erased: record.mentionsErased,
  detail_of: record.detailOf ?? null,
  revision: record.revision,
  listed: toldBy === 'list',
  to_mailbox: record.outcome === 'voicemail',
});

const timesOf = ({ user_external_id, started_at, ended_at }: CallRow): CallTimes => ({
  userExternalId: user_external_id,
  startedAt: started_at,
  endedAt: ended_at,
});
