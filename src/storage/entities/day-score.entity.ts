import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** What one call earned on one day, and why. Points are exact decimals. */
export interface StoredInput {
  callId: string;
  flagReason: string | null;
  countedMs: number;
  points: string;
  text: string;
}

/** One line of a score's explanation. */
export interface StoredReason {
  rule: string;
  points: string;
  callIds: string[];
  text: string;
}

/** An employee's scored day with its own explanation. */
@Entity({ tableName: 'day_score' })
@TenantBound()
@Index({ name: 'day_score_unpublished', properties: ['tenantId'], where: `"published_revision" < "revision"` })
export class DayScoreEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'text' })
  employeeId: string;

  @PrimaryKey({ type: 'date' })
  day: string;

  [PrimaryKeyProp]?: ['tenantId', 'employeeId', 'day'];

  @Property({ type: 'text' })
  score: string;

  @Property({ type: 'integer' })
  countedMs: number;

  @Property({ type: 'json' })
  inputs: StoredInput[];

  @Property({ type: 'json' })
  because: StoredReason[];

  /** What the day answers of its calls, as JSON; null where that has to be put together. Stale while the day is marked. */
  @Property({ type: 'text', nullable: true, lazy: true })
  answer: string | null = null;

  /** How many calls it lists, and how many of them are flagged; null where nobody has counted yet. */
  @Property({ type: 'integer', nullable: true })
  listed: number | null = null;

  @Property({ type: 'integer', nullable: true })
  flagged: number | null = null;

  @Property({ type: 'integer' })
  revision: number;

  @Property({ type: 'integer' })
  publishedRevision: number = 0;

  /** Since when its calls are deleted and its totals stay as they are. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  frozenAt: Date | null = null;
}
