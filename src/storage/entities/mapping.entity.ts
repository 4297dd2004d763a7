import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/**
 * Which phone user an employee is, for a span of days. The span without an end is the present one; a manual one
 * without a phone user is the administrator's "None".
 */
@Entity({ tableName: 'mapping' })
@TenantBound()
@Index({ properties: ['connectionId', 'employeeId'] })
@Index({ properties: ['connectionId', 'phoneUserId'] })
@Index({ properties: ['tenantId', 'employeeId'] })
export class MappingEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'text' })
  employeeId: string;

  /** The vendor's id of the phone user. */
  @Property({ type: 'text', nullable: true })
  phoneUserId: string | null = null;

  @Property({ type: 'text' })
  source: 'auto' | 'manual';

  @Property({ type: 'text', nullable: true })
  matchedOn: 'email' | 'phone' | null = null;

  /** The first day that it holds for; null is since ever. */
  @Property({ type: 'date', nullable: true })
  fromDay: string | null = null;

  /** The first day that it no longer holds for; null is until further notice. */
  @Property({ type: 'date', nullable: true })
  untilDay: string | null = null;
}
