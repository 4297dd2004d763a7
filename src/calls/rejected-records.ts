import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RejectedItem } from '../contract/index.js';
import { type ConnectionEntity, jsonLiteral, RejectedRecordEntity } from '../storage/index.js';
import { fingerprintOf } from '../support/fingerprint.js';

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

/**
 * Takes back what could be read in the meantime, as a part of the statement that reads what is stored of it;
 * {@link takingBack} are its values.
 */
export const TAKE_BACK = `
  delete from phone_system.rejected_record
  where item_key = any (array(select jsonb_array_elements_text(?::jsonb))) and connection_id = ? and tenant_id = ?`;

export const takingBack = (
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  externalIds: readonly string[],
): readonly unknown[] => [jsonLiteral(externalIds.map(callKey)), id, tenantId];

/** Under what a call that could not be read is kept aside. */
export const callKey = (externalId: string): string => `call:${externalId}`;

const keyOf = ({ externalId, raw }: RejectedItem): string =>
  externalId === undefined ? `unnamed:${fingerprintOf(raw)}` : callKey(externalId);
