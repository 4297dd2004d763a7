import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

export type ErasedKind = 'phone-user' | 'name' | 'number';

/** By what an erased person would be recognised, were it to come again: a keyed hash that names nobody. */
@Entity({ tableName: 'erased_identity' })
@TenantBound()
@Index({ properties: ['tenantId', 'hash'] })
export class ErasedIdentityEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  kind: ErasedKind;

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
