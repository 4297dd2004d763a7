import { BigIntType, OptionalProps, PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';
import type { StoredProblem } from './connection.entity.js';

/** A call that the vendor's list announced, or an event named: its records are read one call at a time. */
@Entity({ tableName: 'announced_call' })
@TenantBound()
@Index({ properties: ['connectionId', 'startedAt'] })
@Index({
  name: 'announced_call_unread',
  properties: ['connectionId', 'startedAt'],
  where: '"answered" < "asked"',
})
@Index({
  name: 'announced_call_failing',
  properties: ['connectionId', 'failingSince'],
  where: '"problem" is not null',
})
export class AnnouncedCallEntity {
  [OptionalProps]?: 'answered' | 'attempts';

  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  /** The vendor's id of the conversation. */
  @PrimaryKey({ type: 'text' })
  externalId: string;

  [PrimaryKeyProp]?: ['connectionId', 'externalId'];

  @Property({ type: 'text' })
  tenantId: string;

  /** When the conversation began; null where only an event has named it, and it was not read yet. */
  @Property({ columnType: 'timestamptz(3)', nullable: true })
  startedAt: Date | null = null;

  /** The highest that was announced or read; null where nobody told one. */
  @Property({ type: new BigIntType('number'), nullable: true })
  revision: number | null = null;

  /** How often there was a reason to read it. */
  @Property({ type: 'integer' })
  asked: number;

  /** How many of these reasons are settled: it is to be read while they are fewer. */
  @Property({ type: 'integer', default: 0 })
  answered: number = 0;

  @Property({ columnType: 'timestamptz(3)' })
  notedAt: Date;

  /** How many readings have failed in a row, since when, of what, and until when it rests. */
  @Property({ type: 'integer', default: 0 })
  attempts: number = 0;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  failingSince: Date | null = null;

  @Property({ type: 'json', nullable: true })
  problem: StoredProblem | null = null;

  @Property({ columnType: 'timestamptz(3)', nullable: true })
  resumeAt: Date | null = null;
}
