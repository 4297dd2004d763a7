import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * Holds every connection's row of a tenant until the transaction ends, in one order: nobody writes calls meanwhile, and
 * nobody waits in a circle.
 */
export async function holdConnections(em: SqlEntityManager, tenantId: string): Promise<void> {
  await em.execute('select id from phone_system.connection where tenant_id = ? order by id for update', [tenantId]);
}
