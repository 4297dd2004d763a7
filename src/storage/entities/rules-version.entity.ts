import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** A tenant's counting rules from a day on. */
@Entity({ tableName: 'rules_version' })
@TenantBound()
export class RulesVersionEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'date' })
  effectiveFrom: string;

  [PrimaryKeyProp]?: ['tenantId', 'effectiveFrom'];

  @Property({ type: 'json' })
  document: unknown;

  @Property({ type: 'text' })
  savedBy: string;

  @Property({ columnType: 'timestamptz(3)' })
  savedAt: Date;
}
