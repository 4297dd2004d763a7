import type { TenantDatabase } from '../../access/tenant-database.js';

/** A connection whose subscription to call events is to be renewed. */
export interface LapsingSubscription {
  readonly connectionId: string;
}

/** @param installed the keys of the phone systems that can renew them */
export async function lapsingSubscriptions(
  tenants: TenantDatabase,
  installed: readonly string[],
): Promise<LapsingSubscription[]> {
  if (installed.length === 0) return [];
  return await tenants.acrossTenants().execute<LapsingSubscription[]>(
    `select id as "connectionId" from phone_system.connection
     where webhook_renew_at <= now() and status = 'connected' and provider_key in (?)`,
    [installed],
  );
}
