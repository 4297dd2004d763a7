import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RejectedItem } from '../contract/index.js';
import { type ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';

/** Keeps aside what could not be read, once each, with the latest reason. */
export async function setAside(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  items: readonly RejectedItem[],
): Promise<void> {
  const rows = new Map(
    items.map((item) => [
      keyOf(item),
      {
        connectionId: id,
        tenantId,
        itemKey: keyOf(item),
        externalId: item.externalId ?? null,
        reason: item.reason,
        seenAt: new Date(),
      },
    ]),
  );
  if (rows.size > 0) await em.upsertMany(RejectedRecordEntity, [...rows.values()], { disableIdentityMap: true });
}

/** What could be read in the meantime is no longer aside. */
export async function takeBack(
  em: SqlEntityManager,
  { id }: Pick<ConnectionEntity, 'id'>,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  await em.nativeDelete(RejectedRecordEntity, { connectionId: id, itemKey: { $in: externalIds.map(callKey) } });
}

const callKey = (externalId: string): string => `call:${externalId}`;

function keyOf({ externalId, raw }: RejectedItem): string {
  if (externalId !== undefined) return callKey(externalId);
  return `unnamed:${createHash('sha256')
    .update(JSON.stringify(raw) ?? '')
    .digest('base64url')}`;
}
