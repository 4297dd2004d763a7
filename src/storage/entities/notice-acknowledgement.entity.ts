import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/** That somebody has read a version of the notice. */
@Entity({ tableName: 'notice_acknowledgement' })
@TenantBound()
export class NoticeAcknowledgementEntity {
  @PrimaryKey({ type: 'text' })
  tenantId: string;

  @PrimaryKey({ type: 'text' })
  employeeId: string;

  @PrimaryKey({ type: 'text' })
  version: string;

  [PrimaryKeyProp]?: ['tenantId', 'employeeId', 'version'];

  @Property({ columnType: 'timestamptz(3)' })
  acknowledgedAt: Date;
}
