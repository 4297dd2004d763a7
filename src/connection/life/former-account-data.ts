import type { EntityName, FilterQuery } from '@mikro-orm/core';
import type { TenantDatabase } from '../../access/tenant-database.js';
import {
  ACCOUNT_IS_KEPT,
  CallRecordEntity,
  ConnectionEntity,
  ExclusionEntity,
  MappingEntity,
  PhoneUserEntity,
} from '../../storage/index.js';

const ROWS_AT_ONCE = 500;

/** A call of a former account. */
export interface KeptCall {
  readonly call: CallRecordEntity;
  readonly exclusion: ExclusionEntity | null;
}

/**
 * What is kept of one former account. It is read a part at a time, by whoever writes it somewhere: the calls of years fit in
 * no memory, and no transaction stays open for as long as somebody takes to receive them.
 */
export class FormerAccountData {
  constructor(
    private readonly tenants: TenantDatabase,
    readonly account: ConnectionEntity,
  ) {}

  /** By their ids. */
  phoneUsers(): AsyncGenerator<readonly PhoneUserEntity[]> {
    return this.parts(PhoneUserEntity, { externalId: 'asc' });
  }

  mappings(): AsyncGenerator<readonly MappingEntity[]> {
    return this.parts(MappingEntity, { id: 'asc' });
  }

  /** The oldest first. */
  async *calls(): AsyncGenerator<readonly KeptCall[]> {
    for await (const calls of this.parts(CallRecordEntity, { startedAt: 'asc', id: 'asc' })) {
      const exclusions = await this.tenants
        .of(this.account.tenantId)
        .find(ExclusionEntity, { callId: { $in: calls.map(({ id }) => id) } });
      const exclusionOf = new Map(exclusions.map((exclusion) => [exclusion.callId, exclusion]));
      yield calls.map((call) => ({ call, exclusion: exclusionOf.get(call.id) ?? null }));
    }
  }

  /**
   * For whoever has read all of it: what was erased meanwhile is missing, and nobody shall take the rest for the whole.
   *
   * @throws Error where the account was erased, or connected again, since it was begun
   */
  async mustBeWhole(): Promise<void> {
    const { id, tenantId } = this.account;
    const found = await this.tenants
      .of(tenantId)
      .count(ConnectionEntity, { id, status: 'disconnected', ...ACCOUNT_IS_KEPT });
    if (found === 0) throw new Error('The account was erased or connected again while it was being read.');
  }

  private async *parts<Row extends { connectionId: string }>(
    entity: EntityName<Row>,
    orderBy: Partial<Record<keyof Row, 'asc'>>,
  ): AsyncGenerator<readonly Row[]> {
    const { id, tenantId } = this.account;
    for (let after: string | null | undefined; after !== null;) {
      const part = await this.tenants.of(tenantId).findByCursor(entity, {
        where: { connectionId: id } as FilterQuery<Row>,
        orderBy,
        first: ROWS_AT_ONCE,
        after,
        includeCount: false,
      });
      yield part.items;
      after = part.hasNextPage ? part.endCursor : null;
    }
  }
}
