import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** How far a connection's matching has come: counted once, and again after a change. */
@Entity({ tableName: 'mapping_count' })
@TenantBound()
export class MappingCountEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'text' })
  tenantId: string;

  /** The connection's `mappingVersion` before it was counted. */
  @Property({ type: 'integer' })
  version: number;

  /** The day for which it was counted, in the tenant's time zone. */
  @Property({ type: 'date' })
  today: string;

  /** Null where nothing of it changes by itself. */
  @Property({ columnType: 'timestamptz', nullable: true })
  holdsUntil: Date | null = null;

  @Property({ type: 'json' })
  counts: Readonly<Record<string, number>>;
}
