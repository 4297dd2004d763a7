import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** What follows from an objection that was accepted: the call no longer counts, counts again, or somebody looks at mapping or rules. */
export type ObjectionStep = 'exclude' | 'include' | 'look';

/** What an employee says is wrong with a day of theirs, or with a call of it, and what they were answered. */
@Entity({ tableName: 'objection' })
@TenantBound()
@Index({ name: 'objection_day', properties: ['tenantId', 'employeeId', 'day'] })
@Index({ name: 'objection_call', properties: ['callId', 'answeredAt'], where: '"call_id" is not null' })
@Unique({
  name: 'objection_open',
  properties: ['tenantId', 'employeeId', 'day'],
  where: '"answered_at" is null and "call_id" is null',
})
@Unique({
  name: 'objection_open_call',
  properties: ['tenantId', 'employeeId', 'day', 'callId'],
  where: '"answered_at" is null and "call_id" is not null',
})
export class ObjectionEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  /** Whose day it is, and who objects. */
  @Property({ type: 'text' })
  employeeId: string;

  @Property({ type: 'date' })
  day: string;

  /** Null for the day as a whole. The call may be gone by now. */
  @Property({ type: 'uuid', nullable: true })
  callId: string | null = null;

  /** In their words. */
  @Property({ type: 'text' })
  text: string;

  @Property({ columnType: 'timestamptz(3)' })
  objectedAt: Date;

  /** Null while it waits. */
  @Property({ type: 'text', nullable: true })
  answer: 'accepted' | 'declined' | null = null;

  /** What followed from it; null unless it was accepted. */
  @Property({ type: 'text', nullable: true })
  step: ObjectionStep | null = null;

  /** In the words of whoever answered. */
  @Property({ type: 'text', nullable: true })
  answerText: string | null = null;

  @Property({ type: 'text', nullable: true })
  answeredBy: string | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  answeredAt: Date | null = null;
}
