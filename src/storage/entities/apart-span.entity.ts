import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** What a span is of: a line, a name or a number of somebody, or all of an employee. */
export type ApartKind = 'line' | 'name' | 'number' | 'person';

/**
 * A time of which nothing is stored of somebody, since the host's directory says so: made from both directories and the
 * mapping, and made anew where one of them changes.
 */
@Entity({ tableName: 'apart_span' })
@TenantBound()
@Index({ name: 'apart_span_what', properties: ['tenantId', 'kind', 'what'] })
@Index({ name: 'apart_span_due', properties: ['tenantId'], where: 'not swept' })
export class ApartSpanEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  /** Of a line; null of anything else. */
  @Property({ type: 'uuid', nullable: true })
  connectionId: string | null = null;

  @Property({ type: 'text' })
  kind: ApartKind;

  /** The vendor's id of the phone user, a name in its plain form, a number as E.164, or the host's id of the employee. */
  @Property({ type: 'text' })
  what: string;

  /** Null is since ever. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  fromAt: Date | null = null;

  /** The first instant after it; null is until further notice. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  untilAt: Date | null = null;

  /** Whether what was stored of it before is gone. */
  @Property({ type: 'boolean', default: false })
  swept: boolean = false;
}
