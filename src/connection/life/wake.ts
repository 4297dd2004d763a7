import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../../storage/index.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** There is something to do for a connection: at once, or after some milliseconds. By the database's clock, which all copies share. */
export async function wakeUp(em: SqlEntityManager, { id, tenantId }: ConnectionKey, inMs = 0): Promise<void> {
  await em.execute(
    `update phone_system.connection set wake_at = clock_timestamp() + ?::float8 * interval '1 millisecond'
     where id = ? and tenant_id = ?`,
    [inMs, id, tenantId],
  );
}

/** Nothing is done for a connection that waits for somebody, until somebody has acted. */
export async function letSleep(em: SqlEntityManager, { id, tenantId }: ConnectionKey): Promise<void> {
  await em.execute(
    `update phone_system.connection set wake_at = null
     where id = ? and tenant_id = ? and wake_at is not null and status <> 'connected'
       and not (status = 'stopped' and coalesce(problem ->> 'kind', '') in ('no_licence', 'wrong_domain', 'other-account'))`,
    [id, tenantId],
  );
}
