import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** Who is in which list of the mapping page, in the order in which they are listed: put together with the counts. */
@Entity({ tableName: 'mapping_place' })
@TenantBound()
export class MappingPlaceEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @PrimaryKey({ type: 'text' })
  list: 'all' | 'auto' | 'manual' | 'unmatched' | 'ambiguous' | 'line';

  @PrimaryKey({ type: 'text', collation: 'C' })
  nameKey: string;

  /** An employee's, and in the list of lines the vendor's of a phone user. */
  @PrimaryKey({ type: 'text' })
  personId: string;

  [PrimaryKeyProp]?: ['connectionId', 'list', 'nameKey', 'personId'];

  @Property({ type: 'text' })
  tenantId: string;
}
