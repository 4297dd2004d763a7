import type { TenantDatabase } from '../../access/tenant-database.js';
import type { ProviderDescriptor } from '../../contract/index.js';

/** A connection whose grant has not been renewed for long. */
export interface IdleGrant {
  readonly connectionId: string;
}

/** Which grants of a phone system lie unused for half of the time after which they die, at the least. */
export async function idleGrants(tenants: TenantDatabase, { key, grant }: ProviderDescriptor): Promise<IdleGrant[]> {
  if (grant.kind !== 'code' || grant.refreshIdleMs === undefined) return [];
  return await tenants.acrossTenants().execute<IdleGrant[]>(
    `select id as "connectionId" from phone_system.connection
     where provider_key = ? and status in ('connected', 'stopped') and sealed_tokens is not null
       and token_expires_at < clock_timestamp() - make_interval(secs => ?)`,
    [key, grant.refreshIdleMs / 2_000],
  );
}
