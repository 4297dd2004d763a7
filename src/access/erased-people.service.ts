import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, type ErasedKind, ErasedIdentityEntity, ErasureKeyEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { TokenKeys } from './token-keys.service.js';

/** The days for which an identity is refused: `fromDay` inside, `untilDay` not; null has no end. */
export interface ErasedSpan {
  readonly fromDay: Day | null;
  readonly untilDay: Day | null;
}

/** Something by which a person would be recognised. */
export interface Identity {
  readonly kind: ErasedKind;
  readonly value: string;
}

/** The phone user's id as the vendor's account knows it: it is the same person after the account is connected anew. */
export const phoneUserIdentity = (
  { providerKey, accountExternalId }: Pick<ConnectionEntity, 'providerKey' | 'accountExternalId'>,
  externalId: string,
): Identity => ({ kind: 'phone-user', value: JSON.stringify([providerKey, accountExternalId, externalId]) });

/** A name however it is written. */
export const nameIdentity = (name: string): Identity => ({
  kind: 'name',
  value: name.trim().replace(/\s+/g, ' ').toLowerCase(),
});

/** @param number E.164 */
export const numberIdentity = (number: string): Identity => ({ kind: 'number', value: number });

/**
 * Who was erased, so that nobody brings them back. Only keyed hashes are kept; the key is the tenant's own, sealed with
 * the token keys, so that it is the same after these were changed.
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

/** One tenant's erased identities, within one transaction. */
export class ErasureRegister {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly tenantId: string,
    private readonly key: Buffer,
  ) {}

  async add(identity: Identity, { fromDay, untilDay }: ErasedSpan): Promise<void> {
    const { tenantId } = this;
    const row = { id: randomUUID(), tenantId, kind: identity.kind, hash: this.hashOf(identity), fromDay, untilDay };
    await this.em.insert(ErasedIdentityEntity, row);
  }

  /** Refuses these too, on every day; who is refused already is not written down again. */
  async extend(identities: readonly Identity[]): Promise<void> {
    const spansOf = await this.lookUp(identities);
    const unknown = identities.filter((identity) => !isErasedNow(spansOf(identity)));
    const distinct = new Map(unknown.map((identity) => [this.hashOf(identity), identity]));
    for (const identity of distinct.values()) await this.add(identity, { fromDay: null, untilDay: null });
  }

  /** Looks up many at once; what is answered tells the spans of each, none for whom nobody erased. */
  async lookUp(identities: readonly Identity[]): Promise<(identity: Identity) => readonly ErasedSpan[]> {
    const hashes = [...new Set(identities.map((identity) => this.hashOf(identity)))];
    const rows =
      hashes.length === 0
        ? []
        : await this.em.find(ErasedIdentityEntity, { hash: { $in: hashes } }, { disableIdentityMap: true });
    const spans = new Map<string, ErasedSpan[]>();
    for (const { hash, fromDay, untilDay } of rows) {
      spans.set(hash, [...(spans.get(hash) ?? []), { fromDay, untilDay }]);
    }
    return (identity) => spans.get(this.hashOf(identity)) ?? [];
  }

  private hashOf({ kind, value }: Identity): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([kind, value]))
      .digest('base64url');
  }
}

/** Whether a day is refused. */
export const isErasedOn = (spans: readonly ErasedSpan[], day: Day): boolean =>
  spans.some(({ fromDay, untilDay }) => (fromDay === null || day >= fromDay) && (untilDay === null || day < untilDay));

/** Whether whoever has it now was erased. */
export const isErasedNow = (spans: readonly ErasedSpan[]): boolean => spans.some(({ untilDay }) => untilDay === null);
