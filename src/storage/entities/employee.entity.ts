import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A person of the host's directory, as last read: what mapping pages are searched in. The host's directory rules. */
@Entity({ tableName: 'employee' })
@TenantBound()
@Index({ name: 'employee_manager_id', properties: ['tenantId', 'managerId'] })
@Index({ name: 'employee_unread', properties: ['tenantId'], where: 'name_key is null' })
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
