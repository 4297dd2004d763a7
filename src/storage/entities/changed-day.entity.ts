import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
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
export class ChangedEmployeeDayEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'text' })
  employeeId: string;

  @PrimaryKey({ type: 'date' })
  day: string;

  [PrimaryKeyProp]?: ['tenantId', 'employeeId', 'day'];

  @Property({ type: 'integer' })
  changes: number = 1;
}
