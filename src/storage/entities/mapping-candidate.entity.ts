import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** Whom the directories suggest for an employee, as of the last matching. */
@Entity({ tableName: 'mapping_candidate' })
@TenantBound()
export class MappingCandidateEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @PrimaryKey({ type: 'text' })
  employeeId: string;

  /** The vendor's id of the phone user. */
  @PrimaryKey({ type: 'text' })
  phoneUserId: string;

  [PrimaryKeyProp]?: ['connectionId', 'employeeId', 'phoneUserId'];

  @Property({ type: 'text' })
  tenantId: string;

  /** What the two have in common. */
  @Property({ type: 'text' })
  evidence: 'email' | 'phone' | 'name';

  /** Strongest first, from 0. */
  @Property({ type: 'integer' })
  place: number;
}
