import { Injectable } from '@nestjs/common';
import { People, TenantDatabase } from '../access/index.js';
import { Mappings } from '../mapping/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { HostNews } from './host-news.js';
import { TermsWatch } from './terms-watch.service.js';

/** Acts upon what a host tells. Apart from {@link HostNews}, whose types are published and lead no further inside. */
@Injectable()
export class HostNewsReader extends HostNews {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly people: People,
    private readonly termsWatch: TermsWatch,
    private readonly mappings: Mappings,
  ) {
    super();
  }

  override async employeesChanged(tenantId: string): Promise<void> {
    await this.termsWatch.note(tenantId);
    await this.people.refresh(tenantId);
    const resting = await this.tenants.of(tenantId).find(ConnectionEntity, { tenantId, status: { $ne: 'connected' } });
    for (const connection of resting) await this.mappings.matchStored(connection);
    await this.tenants.of(tenantId).execute(
      `update phone_system.connection set next_near_at = null, wake_at = clock_timestamp()
       where tenant_id = ? and status in ('connected', 'stopped')`,
      [tenantId],
    );
  }
}
