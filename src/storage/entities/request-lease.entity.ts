import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Which copy of the host sends for an account, and what was sent under each of its limits. */
@Entity({ tableName: 'request_lease' })
export class RequestLeaseEntity {
  /** Provider and account: the vendor counts per account. */
  @PrimaryKey({ type: 'text' })
  account: string;

  @Property({ type: 'uuid', nullable: true })
  holder: string | null = null;

  /** The copy that waits for it. */
  @Property({ type: 'uuid', nullable: true })
  wanted: string | null = null;

  @Property({ columnType: 'timestamptz', defaultRaw: 'clock_timestamp()' })
  holdsUntil: Date;

  /** By limit, in milliseconds before and after `usedAt`. */
  @Property({ type: 'json', default: '{}' })
  used: object = {};

  @Property({ columnType: 'timestamptz', defaultRaw: 'clock_timestamp()' })
  usedAt: Date;
}
