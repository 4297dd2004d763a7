import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { ProviderEvent } from '../../contract/index.js';
import { TenantBound } from '../tenant-bound.js';

/** What verified deliveries said, stored before they are answered and removed once applied. The body itself is not kept. */
@Entity({ tableName: 'webhook_delivery' })
@TenantBound()
@Index({ properties: ['connectionId', 'receivedAt'] })
export class WebhookDeliveryEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'json' })
  events: readonly ProviderEvent[];

  @Property({ columnType: 'timestamptz(3)' })
  receivedAt: Date;
}
