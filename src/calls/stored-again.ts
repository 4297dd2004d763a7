import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity, RoundEntity } from '../storage/index.js';
import { beginningOf } from './plan-rounds.js';

/** Whether a round asks for all that is stored again of somebody, and began after that was so. */
export function bringsBack(
  { kind, fromAt, startedAt }: Pick<RoundEntity, 'kind' | 'fromAt' | 'startedAt'>,
  connection: ConnectionEntity,
): boolean {
  const { againFrom, againSince } = connection;
  if (kind !== 'again' || againFrom === null || againSince === null) return false;
  const beginning = beginningOf(connection);
  return startedAt >= againSince && fromAt <= (againFrom > beginning ? againFrom : beginning);
}

/** Notes that a round brought what is stored again: once no connection waits for any, these days are known. */
export async function noteBrought(em: SqlEntityManager, connection: ConnectionEntity): Promise<void> {
  Object.assign(connection, { againFrom: null, againSince: null });
  await em.execute(
    `update phone_system.employee set back_from = null where tenant_id = ? and back_from is not null and not exists (
       select from phone_system.connection c where c.tenant_id = ? and c.id <> ? and c.again_from is not null)`,
    [connection.tenantId, connection.tenantId, connection.id],
  );
}
