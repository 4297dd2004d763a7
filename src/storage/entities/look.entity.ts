import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/**
 * What of somebody was opened: days of theirs, calls of theirs, what is stored about them with how much of it there is
 * (`data`), or all of that as a file (`export`).
 */
export type LookedAt = 'day' | 'call' | 'data' | 'export';

/** By what right somebody looked. */
export type LookedAs = 'admin' | 'manager';

/** That somebody opened something of somebody else: once an hour, however often they did. */
@Entity({ tableName: 'look' })
@TenantBound()
@Index({ name: 'look_reader', properties: ['tenantId', 'readerId', 'hour'] })
export class LookEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  /** Whose it is. */
  @PrimaryKey({ type: 'text' })
  employeeId: string;

  /** The hour that `lookedAt` is in, by the database's clock. */
  @PrimaryKey({ columnType: 'timestamptz(3)' })
  hour: Date;

  /** Who looked, by the host's id alone. */
  @PrimaryKey({ type: 'text' })
  readerId: string;

  @PrimaryKey({ type: 'text' })
  what: LookedAt;

  [PrimaryKeyProp]?: ['tenantId', 'employeeId', 'hour', 'readerId', 'what'];

  @Property({ type: 'text' })
  lookedAs: LookedAs;

  /** The first time in the hour. */
  @Property({ columnType: 'timestamptz(3)' })
  lookedAt: Date;
}
