import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, ErasedIdentityEntity, ErasureKeyEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { BoundsBook } from './bounds-book.service.js';
import { TokenKeys } from './token-keys.service.js';

const PHONE_USER = 'phone-user';
/** Not `number`: an earlier release kept numbers of erased phone users under that, which go. */
const OTHER_PARTY = 'other-party';

/** What is kept of erased people. */
export const KEPT_KINDS = [PHONE_USER, OTHER_PARTY] as const;

/** The days for which somebody is refused: `fromDay` inside, `untilDay` not; null has no end. */
export interface ErasedSpan {
  readonly fromDay: Day | null;
  readonly untilDay: Day | null;
}

/** Whose phone user somebody is at the vendor: the account, and not the connection, which may be made anew. */
type Account = Pick<ConnectionEntity, 'providerKey' | 'accountExternalId'>;

/**
 * Who was erased, so that nobody brings them back. Only a keyed hash is kept: of the phone user's id, or of the number of
 * somebody who was erased by it, and never of a name. The key is the tenant's own, sealed with the token keys, so that it
 * is the same after these were changed.
 */
@Injectable()
export class ErasedPeople {
  /** What else is kept out, by what the tenants have agreed. */
  readonly bounds: BoundsBook;

  constructor(private readonly keys: TokenKeys) {
    this.bounds = new BoundsBook(keys);
  }

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

  /**
   * The tenant's register, begun where there is none. Its key is sealed anew: what is remembered as of the text before
   * does not know of what is added now. The caller holds the tenant's turn.
   */
  async beginRegister(em: SqlEntityManager, tenantId: string): Promise<ErasureRegister> {
    const row = await em.findOne(ErasureKeyEntity, { tenantId }, { disableIdentityMap: true });
    const place = erasureKeyPlace(tenantId);
    const key = row === null ? randomBytes(32).toString('base64') : this.keys.unseal(row.sealedKey, place);
    const begun = { tenantId, sealedKey: this.keys.seal(key, place) };
    await em.upsert(ErasureKeyEntity, begun, { disableIdentityMap: true });
    return this.open(em, begun);
  }

  private open(em: SqlEntityManager, { tenantId, sealedKey }: ErasureKeyEntity): ErasureRegister {
    const key = Buffer.from(this.keys.unseal(sealedKey, erasureKeyPlace(tenantId)), 'base64');
    return new ErasureRegister(em, tenantId, key);
  }
}

/** The sealed key as it is: another text after each erasure. Null where nobody was ever erased. */
export const erasuresAsOf = async (em: SqlEntityManager, tenantId: string): Promise<string | null> =>
  (await em.findOne(ErasureKeyEntity, { tenantId }, { disableIdentityMap: true }))?.sealedKey ?? null;

/** Where a tenant's erasure key is sealed for. */
export const erasureKeyPlace = (tenantId: string): string => `erasure/${tenantId}`;

/** One tenant's erased people, within one transaction. */
export class ErasureRegister {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly tenantId: string,
    private readonly key: Buffer,
  ) {}

  /** Adds a phone user for some days; once. */
  async add(account: Account, externalId: string, { fromDay, untilDay }: ErasedSpan): Promise<void> {
    if (await this.has(account, externalId, { fromDay, untilDay })) return;
    const { tenantId } = this;
    const hash = this.hashOf(account, externalId);
    const kind = PHONE_USER;
    await this.em.insert(ErasedIdentityEntity, { id: randomUUID(), tenantId, kind, hash, fromDay, untilDay });
  }

  /** Whether just these days were added. */
  async has(account: Account, externalId: string, span: ErasedSpan): Promise<boolean> {
    const spansOf = await this.lookUp(account, [externalId]);
    return spansOf(externalId).some(({ fromDay, untilDay }) => fromDay === span.fromDay && untilDay === span.untilDay);
  }

  /**
   * Adds a number that is somebody's other party's; once.
   *
   * @returns by which id that stands here
   */
  async addNumber(e164: string): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const hash = this.hashOfNumber(e164);
    const before = await this.em.findOne(ErasedIdentityEntity, { hash }, { disableIdentityMap: true });
    if (before !== null) return { id: before.id, isNew: false };
    const id = randomUUID();
    await this.em.insert(ErasedIdentityEntity, { id, tenantId: this.tenantId, kind: OTHER_PARTY, hash });
    return { id, isNew: true };
  }

  /** Those of some numbers whose people were erased by them. */
  async erasedAmong(numbers: readonly string[]): Promise<readonly string[]> {
    if (numbers.length === 0) return [];
    const numberOf = new Map(numbers.map((number) => [this.hashOfNumber(number), number]));
    const found = { hash: { $in: [...numberOf.keys()] } };
    const rows = await this.em.find(ErasedIdentityEntity, found, { disableIdentityMap: true });
    return rows.flatMap(({ hash }) => numberOf.get(hash) ?? []);
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
    return this.hash(PHONE_USER, JSON.stringify([providerKey, accountExternalId, externalId]));
  }

  private hashOfNumber(e164: string): string {
    return this.hash(OTHER_PARTY, e164);
  }

  private hash(kind: (typeof KEPT_KINDS)[number], identity: string): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([kind, identity]))
      .digest('base64url');
  }
}

/** Whether a day is refused. */
export const isErasedOn = (spans: readonly ErasedSpan[], day: Day): boolean =>
  spans.some(({ fromDay, untilDay }) => (fromDay === null || day >= fromDay) && (untilDay === null || day < untilDay));
