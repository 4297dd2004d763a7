import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { TenantTerms } from '../../contract/index.js';
import type { PastTerms } from '../../support/day-terms.js';
import { TenantBound } from '../tenant-bound.js';

/** What was last read of a tenant from the host, so that a change is noticed. */
@Entity({ tableName: 'tenant' })
@TenantBound()
export class TenantEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @Property({ type: 'json' })
  terms: TenantTerms;

  /** The zones and shifts that held before, each until its day; `terms` tells what holds since. */
  @Property({ type: 'json', defaultRaw: `'[]'` })
  pastTerms: readonly PastTerms[] = [];

  /** The numbers of which nothing is stored, sealed: `terms` is without them. */
  @Property({ type: 'text', nullable: true })
  sealedNeverStore: string | null = null;

  /** Since when changed bounds wait to be applied to what is stored already; null where they are. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  boundsDueSince: Date | null = null;

  /** Up to which record they are: the connection's id and the vendor's; null before the first. */
  @Property({ type: 'json', nullable: true })
  boundedTo: readonly [connectionId: string, externalId: string] | null = null;

  /** How many records were looked through since they are due. */
  @Property({ type: 'integer', default: 0 })
  bounded: number = 0;

  /** Whether there is anybody of whom nothing is stored for a time, as of the last look. */
  @Property({ type: 'boolean', default: false })
  hasApart: boolean = false;

  @Property({ columnType: 'timestamptz(3)' })
  readAt: Date;

  /** When what is older than the tenant keeps was deleted last. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  sweptAt: Date | null = null;

  /** How often somebody began to hand scores to the host. */
  @Property({ type: 'integer', default: 0 })
  handovers: number = 0;

  /** Since when the host refuses day scores; null while it takes them. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  scoresRefusedAt: Date | null = null;

  /** What it said the last time that it refused. */
  @Property({ type: 'text', nullable: true })
  scoresRefusal: string | null = null;
}
