import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** Something from the vendor that could not be read: kept aside with its reason, without its content. */
@Entity({ tableName: 'rejected_record' })
@TenantBound()
export class RejectedRecordEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  /** The vendor's id, or a hash of the item where even that could not be read. */
  @PrimaryKey({ type: 'text' })
  itemKey: string;

  [PrimaryKeyProp]?: ['connectionId', 'itemKey'];

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text', nullable: true })
  externalId: string | null = null;

  @Property({ type: 'text' })
  reason: string;

  @Property({ columnType: 'timestamptz(3)' })
  seenAt: Date;
}
