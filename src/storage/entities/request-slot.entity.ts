import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** When the next request of a class may leave, for copies of the release before `request_lease`. */
@Entity({ tableName: 'request_slot' })
export class RequestSlotEntity {
  /** Provider and account: the vendor counts per account. */
  @PrimaryKey({ type: 'text' })
  account: string;

  @PrimaryKey({ type: 'text' })
  budget: string;

  [PrimaryKeyProp]?: ['account', 'budget'];

  @Property({ columnType: 'timestamptz(3)' })
  nextAt: Date;

  /** The copy that took the last one; null where that is not known. */
  @Property({ type: 'uuid', nullable: true })
  takenBy: string | null = null;

  /** Until when several copies are taken to send for the account; null where one does. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  sharedUntil: Date | null = null;
}
