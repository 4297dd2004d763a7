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
  /** Of a frozen day, whose call is gone: over which connection it came. Days frozen by an earlier release do not say so. */
  connectionId?: string | null;
}

/** The most that `countedMs` holds. */
const MOST_COUNTED_MS = 2_147_483_647;

/** Counted time as it is stored. */
export const storedCountedMs = (countedMs: number): number => Math.min(countedMs, MOST_COUNTED_MS);

/** All of a day's counted time, whatever its column holds. */
export const countedMsOf = ({ countedMs, inputs }: Pick<DayScoreEntity, 'countedMs' | 'inputs'>): number =>
  countedMs < MOST_COUNTED_MS ? countedMs : inputs.reduce((sum, input) => sum + input.countedMs, 0);

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

  /** At most what an `int` holds; {@link countedMsOf} tells all of it. */
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

  /** How many of them were missed, as the database counts; null where it has not yet, or no longer can. */
  @Property({ type: 'integer', nullable: true })
  missed: number | null = null;

  @Property({ type: 'integer' })
  revision: number;

  @Property({ type: 'integer' })
  publishedRevision: number = 0;

  /** Since when its calls are deleted and its totals stay as they are. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  frozenAt: Date | null = null;
}
