import { BigIntType } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

export type AuditAction =
  | 'connect'
  | 'reconnect'
  | 'disconnect'
  | 'map'
  | 'exclude'
  | 'include'
  | 'rules'
  | 'erase'
  | 'fetch'
  | 'object'
  | 'answer'
  | 'acknowledge';

/** What an action consisted of: choices and opaque ids, never a name, an address or a number. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** Somebody did something that matters. The database refuses to change or delete a row. */
@Entity({ tableName: 'audit_entry' })
@TenantBound()
@Index({ properties: ['tenantId', 'id'] })
export class AuditEntryEntity {
  /** Grows: the order in which things were done. */
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  id: number;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ columnType: 'timestamptz(3)' })
  at: Date;

  /** The employee who did it; the phone system's key where the account let this host go there. */
  @Property({ type: 'text' })
  actor: string;

  @Property({ type: 'text' })
  action: AuditAction;

  /** What it was done to: a connection (also where its days are fetched again), an employee, a call, or the day from which rules hold. */
  @Property({ type: 'text' })
  subject: string;

  @Property({ type: 'json' })
  details: AuditDetails;
}
