import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';
import { orderedId } from '../support/ordered-id.js';
import type { CallTimes } from './changed-days.js';
import { joinConversations } from './conversations.js';

interface PartRow extends CallTimes {
  readonly externalId: string;
  readonly relatedIds: readonly string[];
  readonly conversationId: string;
}

/**
 * Parts stored conversations of which a record no longer names what it named: what no record names any more joins
 * nothing. The part of the first record keeps the conversation's id.
 *
 * @returns the records of conversations that fell apart, whose credit may change
 */
export async function partConversations(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  conversationIds: readonly string[],
): Promise<readonly CallTimes[]> {
  const asked = JSON.stringify(conversationIds);
  const records = await em.execute<PartRow[]>(
    `select external_id as "externalId", related_ids as "relatedIds", conversation_id as "conversationId",
       user_external_id as "userExternalId", (extract(epoch from started_at) * 1000)::float8 as "startedAt",
       (extract(epoch from ended_at) * 1000)::float8 as "endedAt"
     from phone_system.call_record where connection_id = ? and tenant_id = ?
       and conversation_id in (select value::uuid from jsonb_array_elements_text(?::jsonb)) order by external_id`,
    [id, tenantId, asked],
  );
  const firsts = new Map(records.toReversed().map(({ conversationId, externalId }) => [conversationId, externalId]));
  const { conversationOf } = joinConversations(
    records.map(({ externalId, relatedIds }) => ({ externalId, ids: relatedIds })),
    new Map([...firsts].map(([conversationId, externalId]) => [externalId, conversationId])),
    orderedId,
  );
  await em.execute(
    `with named as (select * from jsonb_to_recordset(?::jsonb) as named ("externalId" text, "conversationId" uuid)),
     forgotten as (
       delete from phone_system.conversation_alias where connection_id = ? and tenant_id = ?
         and conversation_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
         and external_id not in (select "externalId" from named)),
     renamed as (
       update phone_system.conversation_alias as alias set conversation_id = named."conversationId" from named
       where alias.connection_id = ? and alias.tenant_id = ? and alias.external_id = named."externalId")
     update phone_system.call_record as call set conversation_id = named."conversationId" from named
     where call.connection_id = ? and call.tenant_id = ? and call.external_id = named."externalId"
       and call.conversation_id <> named."conversationId"`,
    [
      JSON.stringify([...conversationOf].map(([externalId, conversationId]) => ({ externalId, conversationId }))),
      ...[id, tenantId, asked],
      ...[id, tenantId],
      ...[id, tenantId],
    ],
  );
  const apart = new Set(
    records.flatMap((it) => (conversationOf.get(it.externalId) === it.conversationId ? [] : [it.conversationId])),
  );
  return records.filter(({ conversationId }) => apart.has(conversationId));
}
