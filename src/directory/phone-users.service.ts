import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ErasedPeople, isErasedNow } from '../access/erased-people.service.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { holdPlace, type Place } from '../connection/place.js';
import type { Page, PhoneSystemProvider, PhoneUser, ProviderSession, RejectedItem } from '../contract/index.js';
import { type ConnectionEntity, PhoneUserEntity, RejectedRecordEntity } from '../storage/index.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { StoredDirectory } from './directory-due.js';

/** What one reading of a vendor's directory came to. */
export interface DirectoryReading {
  /** Phone users that were listed and could be read. */
  readonly seen: number;
  /** Phone users that could not be read; they are set aside with their reason. */
  readonly rejected: number;
}

/** Sets rejected phone users apart from rejected calls, whose ids may be the same. */
const USER_KEY = 'user:';

/** The vendor's directory as last read. Nobody is ever removed from it by reading: the past refers to them. */
@Injectable()
export class PhoneUsers {
  readonly #erasedListed = new Map<string, readonly PhoneUser[]>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * Reads the vendor's directory to its end. Each page is stored as it arrives; who is no longer listed becomes
   * departed, and only after the last page.
   *
   * @throws ProviderError as the provider's listing does; then nobody has departed
   * @throws LostPlace where another worker took the connection meanwhile, or it was ended: what this one read is stale
   */
  async refresh(place: Place, provider: PhoneSystemProvider, session: ProviderSession): Promise<DirectoryReading> {
    const { connection } = place;
    const seenAt = new Date();
    let reading: DirectoryReading = { seen: 0, rejected: 0 };
    const erased: PhoneUser[] = [];
    for await (const page of provider.listUsers(session)) {
      await this.inPlace(place, async (em) => {
        const admitted = await this.admitted(em, connection, page);
        await storePage(em, connection, admitted, seenAt);
        erased.push(...page.items.filter((user) => !admitted.items.includes(user)));
      });
      reading = { seen: reading.seen + page.items.length, rejected: reading.rejected + (page.rejected?.length ?? 0) };
    }
    await this.inPlace(place, (em) => closeReading(em, connection, seenAt));
    this.#erasedListed.set(connection.id, erased);
    return reading;
  }

  /**
   * Who was erased here and is listed by the vendor still, as of this copy's last reading; null where it has not read the
   * directory yet. Nothing of them is stored.
   */
  erasedListed({ id }: Pick<ConnectionEntity, 'id'>): readonly PhoneUser[] | null {
    return this.#erasedListed.get(id) ?? null;
  }

  /** How many phone users are stored, and how fresh that is. */
  async stored({ id: connectionId, tenantId }: ConnectionEntity): Promise<StoredDirectory> {
    const em = this.database.of(tenantId);
    const present = { connectionId, status: { $ne: 'departed' as const } };
    const phoneUsers = await em.count(PhoneUserEntity, present);
    const [newest] = await em.find(PhoneUserEntity, present, { orderBy: { seenAt: 'desc' }, limit: 1 });
    return { phoneUsers, readAt: newest?.seenAt ?? null };
  }

  /** Everybody that was ever listed, in the order of their names. */
  async all(connection: ConnectionEntity): Promise<PhoneUserEntity[]> {
    return await this.database
      .of(connection.tenantId)
      .find(PhoneUserEntity, { connectionId: connection.id }, { orderBy: { displayName: 'asc', externalId: 'asc' } });
  }

  /** Who was erased does not come back, neither as somebody nor as somebody who could not be read. */
  private async admitted(
    em: SqlEntityManager,
    connection: ConnectionEntity,
    { items, rejected = [] }: Page<PhoneUser>,
  ): Promise<Page<PhoneUser>> {
    const register = await this.erased.registerOf(em, connection.tenantId);
    if (register === null) return { items, rejected };
    const idOf = ({ externalId }: { readonly externalId?: string }): string => externalId ?? '';
    const spansOf = await register.lookUp(connection, [...items, ...rejected].map(idOf));
    const stays = (one: { readonly externalId?: string }): boolean => !isErasedNow(spansOf(idOf(one)));
    return { items: items.filter(stays), rejected: rejected.filter(stays) };
  }

  private async inPlace(place: Place, work: (em: SqlEntityManager) => Promise<void>): Promise<void> {
    await this.database.transaction(place.connection.tenantId, async (em) => {
      await holdPlace(em, place);
      await work(em);
    });
  }
}

async function storePage(
  em: SqlEntityManager,
  { id: connectionId, tenantId }: ConnectionEntity,
  page: Page<PhoneUser>,
  seenAt: Date,
): Promise<void> {
  const users = new Map(page.items.map((user) => [user.externalId, user]));
  const rejected = new Map((page.rejected ?? []).map((item) => [itemKeyOf(item), item]));
  if (users.size > 0) {
    await em.upsertMany(
      PhoneUserEntity,
      [...users.values()].map(({ externalId, displayName, emails, numbers, status }) => ({
        connectionId,
        externalId,
        tenantId,
        displayName,
        emails: [...emails],
        numbers: [...numbers],
        status,
        seenAt,
      })),
    );
  }
  if (rejected.size > 0) {
    await em.upsertMany(
      RejectedRecordEntity,
      [...rejected].map(([itemKey, { externalId, reason }]) => ({
        connectionId,
        itemKey,
        tenantId,
        externalId: externalId ?? null,
        reason,
        seenAt,
      })),
    );
  }
}

/** Who cannot be read is still listed, so they keep what is known of them; who can be read again is no longer rejected. */
async function closeReading(em: SqlEntityManager, { id }: ConnectionEntity, seenAt: Date): Promise<void> {
  const rejected = await em.find(RejectedRecordEntity, { connectionId: id, itemKey: { $like: `${USER_KEY}%` } });
  const unreadable = rejected.flatMap(({ externalId, seenAt: at }) =>
    externalId !== null && at.getTime() === seenAt.getTime() ? [externalId] : [],
  );
  await em.nativeUpdate(
    PhoneUserEntity,
    { connectionId: id, seenAt: { $ne: seenAt }, status: { $ne: 'departed' }, externalId: { $nin: unreadable } },
    { status: 'departed' },
  );
  await em.nativeDelete(RejectedRecordEntity, {
    connectionId: id,
    itemKey: { $like: `${USER_KEY}%` },
    seenAt: { $ne: seenAt },
  });
}

const itemKeyOf = ({ externalId, raw }: RejectedItem): string => USER_KEY + (externalId ?? fingerprintOf(raw));
