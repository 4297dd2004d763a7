import { OptionalProps } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';
import type { StoredProblem } from './connection.entity.js';

export type RoundKind = 'history' | 'near' | 'far' | 'manual' | 'again' | 'reconciliation';
export type RoundOutcome = 'running' | 'done' | 'parked' | 'failed';

/** One round of fetching: a span of call starts, walked as one or more windows. */
@Entity({ tableName: 'round' })
@TenantBound()
@Index({ properties: ['connectionId', 'startedAt'] })
export class RoundEntity {
  [OptionalProps]?: 'outcome' | 'attempts';

  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'text' })
  kind: RoundKind;

  @Property({ columnType: 'timestamptz(3)' })
  fromAt: Date;

  @Property({ columnType: 'timestamptz(3)' })
  toAt: Date;

  @Property({ columnType: 'timestamptz(3)' })
  startedAt: Date;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  finishedAt: Date | null = null;

  /** Of what asks for stored days again and was walked to its end: calls that were missing although they should have been stored. */
  @Property({ type: 'integer', nullable: true })
  difference: number | null = null;

  /** How many calls are stored and listed no longer, without a reason that is known. */
  @Property({ type: 'integer', nullable: true })
  unlisted: number | null = null;

  /** How many are stored and listed no longer because the vendor lets them go: their user is gone, or they were anonymised. */
  @Property({ type: 'integer', nullable: true })
  letGo: number | null = null;

  @Property({ type: 'text' })
  outcome: RoundOutcome = 'running';

  @Property({ type: 'json', nullable: true })
  problem: StoredProblem | null = null;

  /** Rests of copies of the last release; a window's rest is its own now. */
  @Property({ type: 'integer' })
  attempts: number = 0;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  resumeAt: Date | null = null;
}
