import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/**
 * By what an erased person is recognised when the vendor tells of them again: a keyed hash of the phone user's id, or of
 * the number of who was only somebody's other party.
 */
@Entity({ tableName: 'erased_identity' })
@TenantBound()
@Index({ properties: ['tenantId', 'hash'] })
export class ErasedIdentityEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  /** `phone-user` or `other-party`; anything else was written by an earlier release, and the daily sweep deletes it. */
  @Property({ type: 'text' })
  kind: string;

  /** HMAC-SHA-256 with the tenant's own key. */
  @Property({ type: 'text' })
  hash: string;

  /** The first day for which it holds; null is since ever. A line that changed hands is refused for one holder's days. */
  @Property({ type: 'date', nullable: true })
  fromDay: string | null = null;

  /** The first day for which it no longer holds; null is for ever. */
  @Property({ type: 'date', nullable: true })
  untilDay: string | null = null;
}
