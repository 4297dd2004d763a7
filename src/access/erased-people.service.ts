import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, ErasedIdentityEntity, ErasureKeyEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { TokenKeys } from './token-keys.service.js';

const PHONE_USER = 'phone-user';

/** The days for which somebody is refused: `fromDay` inside, `untilDay` not; null has no end. */
export interface ErasedSpan {
  readonly fromDay: Day | null;
  readonly untilDay: Day | null;
}

/** Whose phone user somebody is at the vendor: the account, and not the connection, which may be made anew. */
type Account = Pick<ConnectionEntity, 'providerKey' | 'accountExternalId'>;

/**
 * Who was erased, so that nobody brings them back. Of each only a keyed hash of the phone user's id is kept, never of a
 * name or number; the key is the tenant's own, sealed with the token keys, so that it is the same after these were changed.
 */
@Injectable()
export class ErasedPeople {
  constructor(private readonly keys: TokenKeys) {}

  /** The tenant's register; null where nobody was ever erased, which is found out with one look. */
  async registerOf(em: SqlEntityManager, tenantId: string): Promise<ErasureRegister | null> {
    const row = await em.findOne(ErasureKeyEntity, { tenantId }, { disableIdentityMap: true });
    return row === null ? null : this.open(em, row);
  }

  /**
   * The same for who has read the key beside something else.
   *
   * @param sealedKey as it stands in the same transaction's sight: one that is remembered would miss an erasure
   */
  registerUnder(em: SqlEntityManager, tenantId: string, sealedKey: string | null): ErasureRegister | null {
    return sealedKey === null ? null : this.open(em, { tenantId, sealedKey });
  }

  /** The tenant's register, begun where there is none. */
  async beginRegister(em: SqlEntityManager, tenantId: string): Promise<ErasureRegister> {
    const sealedKey = this.keys.seal(randomBytes(32).toString('base64'), erasureKeyPlace(tenantId));
    await em.upsert(
      ErasureKeyEntity,
      { tenantId, sealedKey },
      { onConflictAction: 'ignore', disableIdentityMap: true },
    );
    return this.open(em, await em.findOneOrFail(ErasureKeyEntity, { tenantId }, { disableIdentityMap: true }));
  }

  private open(em: SqlEntityManager, { tenantId, sealedKey }: ErasureKeyEntity): ErasureRegister {
    const key = Buffer.from(this.keys.unseal(sealedKey, erasureKeyPlace(tenantId)), 'base64');
    return new ErasureRegister(em, tenantId, key);
  }
}

/** Where a tenant's erasure key is sealed for. */
export const erasureKeyPlace = (tenantId: string): string => `erasure/${tenantId}`;

/** One tenant's erased people, within one transaction. */
export class ErasureRegister {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly tenantId: string,
    private readonly key: Buffer,
  ) {}

  async add(account: Account, externalId: string, { fromDay, untilDay }: ErasedSpan): Promise<void> {
    const { tenantId } = this;
    const hash = this.hashOf(account, externalId);
    await this.em.insert(ErasedIdentityEntity, {
      id: randomUUID(),
      tenantId,
      kind: PHONE_USER,
      hash,
      fromDay,
      untilDay,
    });
  }

  /** Looks up many at once; what is answered tells the spans of each, none for whom nobody erased. */
  async lookUp(
    account: Account,
    externalIds: readonly string[],
  ): Promise<(externalId: string) => readonly ErasedSpan[]> {
    const hashOf = new Map(externalIds.map((externalId) => [externalId, this.hashOf(account, externalId)]));
    const rows =
      hashOf.size === 0
        ? []
        : await this.em.find(
            ErasedIdentityEntity,
            { hash: { $in: [...hashOf.values()] } },
            { disableIdentityMap: true },
          );
    const spans = new Map<string, ErasedSpan[]>();
    for (const { hash, fromDay, untilDay } of rows) {
      spans.set(hash, [...(spans.get(hash) ?? []), { fromDay, untilDay }]);
    }
    return (externalId) => spans.get(hashOf.get(externalId) ?? '') ?? [];
  }

  private hashOf({ providerKey, accountExternalId }: Account, externalId: string): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([PHONE_USER, JSON.stringify([providerKey, accountExternalId, externalId])]))
      .digest('base64url');
  }
}

/** Whether a day is refused. */
export const isErasedOn = (spans: readonly ErasedSpan[], day: Day): boolean =>
  spans.some(({ fromDay, untilDay }) => (fromDay === null || day >= fromDay) && (untilDay === null || day < untilDay));

/** Whether whoever has it now was erased. */
export const isErasedNow = (spans: readonly ErasedSpan[]): boolean => spans.some(({ untilDay }) => untilDay === null);
