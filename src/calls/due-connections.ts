import type { TenantDatabase } from '../access/index.js';

/** A connection that has something to do. */
export interface DueConnection {
  readonly tenantId: string;
  readonly connectionId: string;
}

/**
 * Which connections have work: whoever makes one due says so in its row. One that is connected and whose row says nothing
 * was connected by a copy of the last release.
 */
export async function dueConnections(tenants: TenantDatabase): Promise<DueConnection[]> {
  return await tenants.acrossTenants().execute<DueConnection[]>(
    `select tenant_id as "tenantId", id as "connectionId" from phone_system.connection
     where wake_at <= now() or (wake_at is null and status = 'connected')`,
  );
}
