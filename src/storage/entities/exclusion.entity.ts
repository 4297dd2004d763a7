import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A manager's decision that a record does not count. It stands apart from the record, which the vendor may tell anew. */
@Entity({ tableName: 'exclusion' })
@TenantBound()
export class ExclusionEntity {
  @PrimaryKey({ type: 'uuid' })
  callId: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  excludedBy: string;

  /** By what right; null where it is not known, from before that was noted. */
  @Property({ type: 'text', nullable: true })
  excludedAs: 'admin' | 'manager' | null = null;

  @Property({ columnType: 'timestamptz(3)' })
  excludedAt: Date;

  @Property({ type: 'text' })
  note: string;
}
