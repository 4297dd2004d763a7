import type { TenantDatabase } from '../access/index.js';

/** A connection that has something to do. */
export interface DueConnection {
  readonly tenantId: string;
  readonly connectionId: string;
}

/**
 * Which connections have work: a round is due, or a window can be walked. A connection that the tenant's terms stopped, or
 * another account behind its grant, is due as well: that may be over.
 */
export async function dueConnections(tenants: TenantDatabase): Promise<DueConnection[]> {
  return await tenants.acrossTenants().execute<DueConnection[]>(
    `select c.tenant_id as "tenantId", c.id as "connectionId"
     from phone_system.connection c
     where (c.status = 'connected' and (
         c.next_near_at is null or c.next_near_at <= clock_timestamp()
         or (c.complete_until is not null and (c.next_far_at is null or c.next_far_at <= clock_timestamp()
           or c.next_reconciliation_at is null or c.next_reconciliation_at <= clock_timestamp()))
         or exists (
           select 1 from phone_system.round r
           where r.connection_id = c.id and r.outcome in ('running', 'parked')
             and (r.resume_at is null or r.resume_at <= clock_timestamp()))))
       or (c.status = 'stopped' and c.problem ->> 'kind' in ('no_licence', 'wrong_domain', 'other-account')
         and (c.next_near_at is null or c.next_near_at <= clock_timestamp()))`,
  );
}
