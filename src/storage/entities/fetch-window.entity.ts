import { OptionalProps } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A half-open span of call starts within a round. It is done when it was walked to its end, and not before. */
@Entity({ tableName: 'fetch_window' })
@TenantBound()
@Index({ properties: ['roundId'] })
@Index({ properties: ['connectionId', 'doneAt'] })
export class FetchWindowEntity {
  [OptionalProps]?: 'failures' | 'pages' | 'records' | 'rejected' | 'missing' | 'unlisted';

  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'uuid' })
  roundId: string;

  @Property({ columnType: 'timestamptz(3)' })
  fromAt: Date;

  @Property({ columnType: 'timestamptz(3)' })
  toAt: Date;

  /** When the walk that ended it began. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  walkedFrom: Date | null = null;

  /** The same by the vendor's clock, at the earliest: what had concluded by then was listed. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  listedAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  doneAt: Date | null = null;

  /** How many answers its walks have met that nobody could use, since the connection was made or made anew. */
  @Property({ type: 'integer' })
  failures: number = 0;

  /** Counts of the walk that is under way, or of the one that ended it. */
  @Property({ type: 'integer' })
  pages: number = 0;

  @Property({ type: 'integer' })
  records: number = 0;

  @Property({ type: 'integer' })
  rejected: number = 0;

  /** Of a reconciliation, over all of its walks: a walk that broke off has mended what it found. */
  @Property({ type: 'integer' })
  missing: number = 0;

  /** Of a reconciliation, of the walk that ended it. */
  @Property({ type: 'integer' })
  unlisted: number = 0;
}
