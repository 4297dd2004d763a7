import { Injectable } from '@nestjs/common';
import { People, TenantDatabase } from '../access/index.js';

/**
 * What a host may tell, so that it is noticed at once and not at the next round. Inject it from `PhoneSystemModule`.
 *
 * @example
 * constructor(private readonly phoneSystems: HostNews) {}
 * await this.phoneSystems.employeesChanged(tenantId);
 */
@Injectable()
export class HostNews {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly people: People,
  ) {}

  /** Employees or terms of a tenant changed: they are read again, matched, and a round is made. */
  async employeesChanged(tenantId: string): Promise<void> {
    await this.people.refresh(tenantId);
    await this.tenants.of(tenantId).execute(
      `update phone_system.connection set next_near_at = null, wake_at = clock_timestamp()
       where tenant_id = ? and status in ('connected', 'stopped')`,
      [tenantId],
    );
  }
}
