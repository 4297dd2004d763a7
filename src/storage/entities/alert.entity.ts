import { OptionalProps } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';
import type { StoredProblem } from './connection.entity.js';

export type AlertKind = 'needs-reconnect' | 'stopped' | 'behind' | 'difference' | 'objections';

/** What an alert says beside its sentence; which of them depends on its kind. */
export interface AlertDetails {
  problem?: string;
  sample?: string;
  completeUntil?: string;
  records?: number;
  waiting?: number;
  since?: string;
}

/** Who can do something about what is wrong. */
export type AlertRemedy = StoredProblem['action'] | 'answer';

/** One thing that is or was wrong with a connection, from its beginning to its end. One of a kind stands at a time. */
@Entity({ tableName: 'alert' })
@TenantBound()
@Index({ properties: ['connectionId'] })
@Unique({ name: 'alert_one_of_a_kind', properties: ['connectionId', 'kind'], where: `"over_at" is null` })
@Index({ name: 'alert_over', properties: ['overAt'], where: `"over_at" is not null` })
@Index({ name: 'alert_untold', properties: ['connectionId', 'beganAt'], where: `"told" < 2` })
export class AlertEntity {
  [OptionalProps]?: 'overAt' | 'told' | 'attempts' | 'resumeAt';

  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'text' })
  kind: AlertKind;

  @Property({ type: 'text' })
  message: string;

  @Property({ type: 'text' })
  action: AlertRemedy;

  @Property({ type: 'json' })
  details: AlertDetails;

  @Property({ columnType: 'timestamptz(3)' })
  beganAt: Date;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  overAt: Date | null = null;

  /** How much of it the host has taken: 0 nothing, 1 that it began, 2 that it is over too. */
  @Property({ type: 'integer' })
  told: number = 0;

  /** How often in a row the host refused it, and until when it rests. */
  @Property({ type: 'integer' })
  attempts: number = 0;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  resumeAt: Date | null = null;
}
