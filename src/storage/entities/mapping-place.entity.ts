import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** Who is on the mapping page, in the order in which they are listed: put together with the counts. */
@Entity({ tableName: 'mapping_place' })
@TenantBound()
@Index({ name: 'mapping_place_list', properties: ['connectionId', 'list', 'nameKey', 'personId'] })
export class MappingPlaceEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  /** A phone user whom nobody is; else an employee. */
  @PrimaryKey({ type: 'boolean' })
  isLine: boolean;

  @Property({ type: 'text' })
  tenantId: string;

  /** Everything that a search may find the person by. */
  @Property({ type: 'text', collation: 'C' })
  searchText: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  nameKey: string;

  /** An employee's, and a line's the vendor's of the phone user. */
  @PrimaryKey({ type: 'text', collation: 'C' })
  personId: string;

  [PrimaryKeyProp]?: ['connectionId', 'isLine', 'nameKey', 'personId'];

  /** Of the unmatched, those for whom there are candidates are `ambiguous`. */
  @Property({ type: 'text' })
  list: 'auto' | 'manual' | 'unmatched' | 'ambiguous' | 'line';

  /** Whose words are in the text beside their own: who the employee is today. A line's own. */
  @Property({ type: 'text', nullable: true })
  phoneUserId: string | null = null;
}
