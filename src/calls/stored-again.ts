import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity, RoundEntity } from '../storage/index.js';
import { HAS_UNREAD } from './announced-calls.js';
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

/**
 * Once no connection that still fetches waits for what is stored again, by a round or by calls that are yet to be read, these
 * days are known.
 */
export async function noteBrought(em: SqlEntityManager, tenantId: string): Promise<void> {
  await em.execute(
    `update phone_system.employee set back_from = null where tenant_id = ? and back_from is not null and not exists (
       select from phone_system.connection c
       where c.tenant_id = ? and c.status <> 'disconnected' and (c.again_from is not null or ${HAS_UNREAD}))`,
    [tenantId, tenantId],
  );
}
