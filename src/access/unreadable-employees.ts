import type { SqlEntityManager } from '@mikro-orm/sql';
import { ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';

/** Sets what the host lists apart from what the vendor tells, whose ids may be the same. */
const EMPLOYEE_KEY = 'employee:';

/** What a reading of the host's directory could not take: why, by the employee's id; of those without one, under null. */
export type UnreadableEmployees = ReadonlyMap<string | null, string>;

/** Has the page of each connection say which employees are set aside, and why; and of nobody else any more. */
export async function noteUnreadable(
  em: SqlEntityManager,
  tenantId: string,
  unreadable: UnreadableEmployees,
): Promise<void> {
  const connections = await em.find(
    ConnectionEntity,
    { status: { $ne: 'disconnected' } },
    { fields: ['id'], disableIdentityMap: true },
  );
  const seenAt = new Date();
  const rows = connections.flatMap(({ id: connectionId }) =>
    [...unreadable].map(([id, reason]) => ({
      ...{ connectionId, tenantId, reason, seenAt, externalId: null },
      itemKey: EMPLOYEE_KEY + (id ?? ''),
    })),
  );
  const standing = rows.map(({ itemKey }) => itemKey);
  await em.nativeDelete(RejectedRecordEntity, { itemKey: { $like: `${EMPLOYEE_KEY}%`, $nin: standing } });
  if (rows.length > 0) await em.upsertMany(RejectedRecordEntity, rows, { disableIdentityMap: true });
}
