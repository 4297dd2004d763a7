import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TenantBound } from '../tenant-bound.js';

/**
 * An id by which some record names its conversation and that was no stored record's own when it was named: how a record
 * that arrives later finds the others. What a stored record's own id stands for, the record says.
 */
@Entity({ tableName: 'conversation_alias' })
@TenantBound()
@Index({ properties: ['connectionId', 'conversationId'] })
export class ConversationAliasEntity {
  @PrimaryKey({ type: 'uuid' })
  connectionId: string;

  @PrimaryKey({ type: 'text' })
  externalId: string;

  [PrimaryKeyProp]?: ['connectionId', 'externalId'];

  @Property({ type: 'text' })
  tenantId: string;

  @Property({ type: 'uuid' })
  conversationId: string;
}
