import type { SqlEntityManager } from '@mikro-orm/sql';
import { deleteCalls, partConversations } from '../calls/index.js';
import type { CallRecordEntity } from '../storage/index.js';
import { timesOf, type TouchedCall } from './erase-mentions.js';

type TakenOut = Pick<
  CallRecordEntity,
  'id' | 'connectionId' | 'conversationId' | 'userExternalId' | 'startedAt' | 'endedAt'
>;

/**
 * Deletes calls as if they had never been told: what only they joined falls apart. The caller holds the connections' rows.
 *
 * @returns the calls whose days change, the deleted among them
 */
export async function takeOutCalls(
  em: SqlEntityManager,
  tenantId: string,
  calls: readonly TakenOut[],
): Promise<readonly TouchedCall[]> {
  await deleteCalls(
    em,
    tenantId,
    calls.map(({ id }) => id),
  );
  const touched: TouchedCall[] = calls.map((call) => ({ ...timesOf(call), connectionId: call.connectionId }));
  for (const connectionId of new Set(calls.map((call) => call.connectionId))) {
    const conversations = calls.flatMap((call) => (call.connectionId === connectionId ? [call.conversationId] : []));
    const parted = await partConversations(em, { id: connectionId, tenantId }, [...new Set(conversations)]);
    touched.push(...parted.map((times) => ({ ...times, connectionId })));
  }
  return touched;
}
