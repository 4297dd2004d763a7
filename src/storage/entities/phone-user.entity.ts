import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { PhoneNumber, PhoneUser } from '../../contract/index.js';
import { TenantBound } from '../tenant-bound.js';

/** Somebody in the vendor's directory, as last seen. */
@Entity({ tableName: 'phone_user' })
@TenantBound()
@Index({ name: 'phone_user_unread', properties: ['connectionId'], where: 'name_key is null' })
export class PhoneUserEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @PrimaryKey({ type: 'text' })
  externalId: string;

  [PrimaryKeyProp]?: ['connectionId', 'externalId'];

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  displayName: string;

  @Property({ type: 'json' })
  emails: string[];

  @Property({ type: 'json' })
  numbers: PhoneNumber[];

  @Property({ type: 'text' })
  status: PhoneUser['status'];

  @Property({ columnType: 'timestamptz(3)' })
  seenAt: Date;

  /** Since when the vendor tells all of the addresses of them; null where it did at the first reading. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  emailsSince: Date | null = null;

  /** By what the audit trail names them; null where it never did. */
  @Property({ type: 'uuid', nullable: true })
  trailId: string | null = null;

  /** By what they are listed; null until somebody lists them. */
  @Property({ type: 'text', collation: 'C', nullable: true, lazy: true })
  nameKey?: string | null;

  /** Name, addresses and numbers as they are searched. */
  @Property({ type: 'text', collation: 'C', nullable: true, lazy: true })
  searchText?: string | null;
}
