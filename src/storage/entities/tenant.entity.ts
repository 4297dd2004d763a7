import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { TenantTerms } from '../../contract/index.js';
import { TenantBound } from '../tenant-bound.js';

/** What was last read of a tenant from the host, so that a change is noticed. */
@Entity({ tableName: 'tenant' })
@TenantBound()
export class TenantEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @Property({ type: 'json' })
  terms: TenantTerms;

  @Property({ columnType: 'timestamptz(3)' })
  readAt: Date;

  /** When what is older than the tenant keeps was deleted last. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  sweptAt: Date | null = null;

  /** Since when the host refuses day scores; null while it takes them. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  scoresRefusedAt: Date | null = null;

  /** What it said the last time that it refused. */
  @Property({ type: 'text', nullable: true })
  scoresRefusal: string | null = null;
}
