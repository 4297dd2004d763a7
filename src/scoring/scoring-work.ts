import type { TenantDatabase } from '../access/index.js';

interface Row {
  readonly tenantId: string;
}

/** The tenants with days that something changed. */
export async function tenantsWithWork(tenants: TenantDatabase): Promise<string[]> {
  const rows = await tenants.acrossTenants().execute<Row[]>(
    `select tenant_id as "tenantId" from phone_system.changed_phone_user_day
     union select tenant_id from phone_system.changed_employee_day`,
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
