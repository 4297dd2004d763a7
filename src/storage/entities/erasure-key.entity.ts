import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** The key of a tenant's keyed hashes, made with its first erasure. It outlives a change of token keys: it is sealed anew. */
@Entity({ tableName: 'erasure_key' })
@TenantBound()
export class ErasureKeyEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @Property({ type: 'text' })
  sealedKey: string;
}
