import { OptionalProps } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';
import type { StoredProblem } from './connection.entity.js';

/** A half-open span of call starts within a round. It is done when it was walked to its end, and not before. */
@Entity({ tableName: 'fetch_window' })
@TenantBound()
@Index({ properties: ['roundId'] })
@Index({ properties: ['connectionId', 'doneAt'] })
export class FetchWindowEntity {
  [OptionalProps]?:
    | 'attempts'
    | 'isPiece'
    | 'failures'
    | 'pages'
    | 'records'
    | 'rejected'
    | 'missing'
    | 'unlisted'
    | 'unlistedIds'
    | 'letGo';

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

  /** How many of its walks have failed in a row, since when, of what, and until when it rests. */
  @Property({ type: 'integer', default: 0 })
  attempts: number = 0;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  failingSince: Date | null = null;

  @Property({ type: 'json', nullable: true })
  problem: StoredProblem | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  resumeAt: Date | null = null;

  /** Whether it is a part of a window that kept failing. */
  @Property({ type: 'boolean', default: false })
  isPiece: boolean = false;

  /** Calls within it that ended by then were stored before it was opened; null where nothing is known. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  claimedUntil: Date | null = null;

  /** Counted by copies of the last release only. */
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

  /** Which calls these are, by our ids. */
  @Property({ type: 'json', defaultRaw: `'[]'` })
  unlistedIds: string[] = [];

  /** Of a reconciliation, the same; else whether nothing was listed and something had been anonymised. */
  @Property({ type: 'integer', default: 0 })
  letGo: number = 0;
}
