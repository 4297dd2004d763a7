import { OptionalProps, PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A phone user's day whose calls changed: written in the transaction that changed them, read by scoring. */
@Entity({ tableName: 'changed_phone_user_day' })
@TenantBound()
export class ChangedPhoneUserDayEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @PrimaryKey({ type: 'text' })
  userExternalId: string;

  @PrimaryKey({ type: 'date' })
  day: string;

  [PrimaryKeyProp]?: ['connectionId', 'userExternalId', 'day'];

  @Property({ type: 'text' })
  tenantId: string;

  /** Raised by each change, so that a change waits for a scoring that is under way, and is not swallowed by it. */
  @Property({ type: 'integer' })
  changes: number = 1;
}

/** An employee's day whose mapping, rules, exclusions or time zone changed, or whose phone user's calls did. */
@Entity({ tableName: 'changed_employee_day' })
@TenantBound()
@Index({ name: 'changed_employee_day_failed', properties: ['tenantId'], where: `"failed_at" is not null` })
export class ChangedEmployeeDayEntity {
  [OptionalProps]?: 'attempts' | 'failedAt' | 'resumeAt';

  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'text' })
  employeeId: string;

  @PrimaryKey({ type: 'date' })
  day: string;

  [PrimaryKeyProp]?: ['tenantId', 'employeeId', 'day'];

  @Property({ type: 'integer' })
  changes: number = 1;

  /** How often in a row the day could not be scored, since when that is so, and until when it rests. */
  @Property({ type: 'integer', default: 0 })
  attempts: number = 0;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  failedAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  resumeAt: Date | null = null;
}
