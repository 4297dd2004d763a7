import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A person of the host's directory, as last read: what mapping pages are searched in. The host's directory rules. */
@Entity({ tableName: 'employee' })
@TenantBound()
@Index({ name: 'employee_manager_id', properties: ['tenantId', 'managerId'] })
@Index({ name: 'employee_unread', properties: ['tenantId'], where: 'name_key is null' })
@Index({
  name: 'employee_bounded',
  properties: ['tenantId'],
  where: 'stored_from is not null or stored_until is not null',
})
export class EmployeeEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'text' })
  id: string;

  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @Property({ type: 'text' })
  name: string;

  @Property({ type: 'json' })
  emails: string[];

  @Property({ type: 'json' })
  phones: string[];

  @Property({ type: 'text', nullable: true })
  managerId: string | null = null;

  @Property({ type: 'boolean' })
  active: boolean;

  /** The first day of which their calls are stored; null is since ever. */
  @Property({ type: 'date', nullable: true })
  storedFrom: string | null = null;

  /** The first day of which they no longer are; null is until further notice. */
  @Property({ type: 'date', nullable: true })
  storedUntil: string | null = null;

  /** The first of the days of which their calls are stored again, while these are yet to be fetched; null where none are. */
  @Property({ type: 'date', nullable: true })
  backFrom: string | null = null;

  /** Since when nothing but the id is kept, whatever the host's directory says. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  erasedAt: Date | null = null;

  /** By what they are listed; null until somebody lists them. */
  @Property({ type: 'text', collation: 'C', nullable: true, lazy: true })
  nameKey?: string | null;

  /** Name, addresses and numbers as they are searched. */
  @Property({ type: 'text', collation: 'C', nullable: true, lazy: true })
  searchText?: string | null;
}
