import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantDatabase } from '../../access/tenant-database.js';
import type { ConnectionEntity } from '../../storage/index.js';

/** A copy that took the refresh and died holds it no longer than this. */
const LEASE_MS = 60_000;
/** The time that is left is longer than any request takes: what begins within it ends before the lease does. */
const USABLE_MS = LEASE_MS / 2;
const LOOK_AGAIN_MS = 100;

/** One copy's turn to refresh a connection's tokens. */
export interface RefreshLease {
  /** Until when it holds, as the database says it: what to give back. */
  readonly until: string;
  /** Whether a request may still begin. A process that was paused finds that it may not. */
  isUsable(): boolean;
}

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** Waits for the turn to refresh; null where there is nothing to refresh (any more). */
export async function takeLease(
  tenants: TenantDatabase,
  { id, tenantId }: ConnectionKey,
): Promise<RefreshLease | null> {
  const em = tenants.of(tenantId);
  for (;;) {
    const takenAt = performance.now();
    const [row] = await em.execute<{ until: string }[]>(
      `update phone_system.connection set refreshing_until = clock_timestamp() + ? * interval '1 millisecond'
       where id = ? and tenant_id = ? and sealed_tokens is not null
         and (refreshing_until is null or refreshing_until < clock_timestamp())
       returning refreshing_until::text as until`,
      [LEASE_MS, id, tenantId],
    );
    if (row !== undefined) return { until: row.until, isUsable: () => performance.now() - takenAt < USABLE_MS };
    const held = await em.execute<unknown[]>(
      'select 1 from phone_system.connection where id = ? and tenant_id = ? and sealed_tokens is not null',
      [id, tenantId],
    );
    if (held.length === 0) return null;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** A copy that was paused for longer than its lease must not end the next one's. */
export async function giveLeaseBack(
  tenants: TenantDatabase,
  { id, tenantId }: ConnectionKey,
  { until }: RefreshLease,
): Promise<void> {
  await tenants.of(tenantId).execute(
    `update phone_system.connection set refreshing_until = null
     where id = ? and tenant_id = ? and refreshing_until = ?::timestamptz`,
    [id, tenantId, until],
  );
}
