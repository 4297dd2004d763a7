import type { TenantDatabase } from '../access/index.js';

interface Row {
  readonly tenantId: string;
}

/**
 * The tenants with days that something changed, but for days that rest. Lines' days are asked for by connection: so a
 * first fetch, which marks hundreds of thousands, is not counted each second.
 */
export async function tenantsWithWork(tenants: TenantDatabase): Promise<string[]> {
  const rows = await tenants.acrossTenants().execute<Row[]>(
    `select c.tenant_id as "tenantId" from phone_system.connection c
     where exists (select from phone_system.changed_phone_user_day d where d.connection_id = c.id)
     union select tenant_id from phone_system.changed_employee_day
     where resume_at is null or resume_at <= clock_timestamp()`,
  );
  return rows.map(({ tenantId }) => tenantId);
}

/** The tenants with day scores that the host has not taken yet. */
export async function tenantsToPublish(tenants: TenantDatabase): Promise<string[]> {
  const rows = await tenants
    .acrossTenants()
    .execute<Row[]>(
      `select distinct tenant_id as "tenantId" from phone_system.day_score where published_revision < revision`,
    );
  return rows.map(({ tenantId }) => tenantId);
}
