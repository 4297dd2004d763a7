import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * Deletes call records with all that hangs on them: exclusions, the ids of conversations that end with them, and their
 * part in the connection's count. The caller holds the connections' rows.
 */
export async function deleteCalls(em: SqlEntityManager, tenantId: string, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return;
  const ids = JSON.stringify(callIds);
  await em.execute(
    `delete from phone_system.exclusion where tenant_id = ?
     and call_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [tenantId, ids],
  );
  const gone = await em.execute<{ connectionId: string; conversationId: string }[]>(
    `delete from phone_system.call_record where tenant_id = ?
     and id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
     returning connection_id as "connectionId", conversation_id as "conversationId"`,
    [tenantId, ids],
  );
  await em.execute(
    `delete from phone_system.conversation_alias alias using (
       select distinct "connectionId", "conversationId"
       from jsonb_to_recordset(?::jsonb) as it ("connectionId" uuid, "conversationId" uuid)) gone
     where alias.tenant_id = ? and alias.connection_id = gone."connectionId"
       and alias.conversation_id = gone."conversationId"
       and not exists (select 1 from phone_system.call_record r where r.conversation_id = gone."conversationId")`,
    [JSON.stringify(gone), tenantId],
  );
  await em.execute(
    `update phone_system.connection c set records = greatest(0, c.records - gone.calls)
     from (select "connectionId", count(*)::int as calls
       from jsonb_to_recordset(?::jsonb) as it ("connectionId" uuid) group by "connectionId") gone
     where c.tenant_id = ? and c.id = gone."connectionId"`,
    [JSON.stringify(gone), tenantId],
  );
}
