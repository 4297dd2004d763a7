import { BigIntType } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { CallDirection, CallOutcome } from '../../contract/index.js';
import { TenantBound } from '../tenant-bound.js';

/** One person's part in one conversation, as the vendor last told it. A mapping never rewrites it. */
@Entity({ tableName: 'call_record' })
@TenantBound()
@Unique({ properties: ['connectionId', 'externalId'] })
@Index({ properties: ['connectionId', 'userExternalId', 'startedAt'] })
@Index({ properties: ['connectionId', 'startedAt'] })
@Index({ properties: ['conversationId'] })
export class CallRecordEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string;

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  connectionId: string;

  @Property({ type: 'text' })
  externalId: string;

  @Property({ type: 'json' })
  relatedIds: string[];

  @Property({ type: 'uuid' })
  conversationId: string;

  @Property({ type: 'text', nullable: true })
  userExternalId: string | null = null;

  @Property({ type: 'text' })
  direction: CallDirection;

  @Property({ type: 'text' })
  outcome: CallOutcome;

  @Property({ columnType: 'timestamptz(3)' })
  startedAt: Date;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  connectedAt: Date | null = null;

  @Property({ columnType: 'timestamptz(3)' })
  endedAt: Date;

  @Property({ type: 'text', nullable: true })
  counterpartyNumber: string | null = null;

  @Property({ type: 'text', nullable: true })
  counterpartyName: string | null = null;

  @Property({ type: 'boolean' })
  internal: boolean;

  @Property({ type: 'text', nullable: true })
  viaNumber: string | null = null;

  @Property({ type: 'text', nullable: true })
  groupExternalId: string | null = null;

  @Property({ type: 'text', nullable: true })
  groupName: string | null = null;

  @Property({ type: 'boolean' })
  transferred: boolean;

  @Property({ type: 'boolean' })
  recorded: boolean;

  @Property({ type: 'json' })
  labels: string[];

  /** The vendor's id of the conversation of which a reading brought it; null where the list itself tells it. */
  @Property({ type: 'text', nullable: true })
  detailOf: string | null = null;

  @Property({ type: new BigIntType('number') })
  revision: number;

  @Property({ columnType: 'timestamptz(3)' })
  storedAt: Date;

  /** Whether the vendor's record tells the name or number of somebody who was erased: a later reading adds neither. */
  @Property({ type: 'boolean', default: false })
  mentionsErased = false;

  /** Whether the list has told it, and not only events. */
  @Property({ type: 'boolean', default: false })
  listed = false;

  /** Whether any reading told of a message: while nobody answers the call, it stays a voicemail. */
  @Property({ type: 'boolean', default: false })
  toMailbox = false;
}
