import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ErasedPeople, erasuresAsOf, isErasedOn } from '../access/erased-people.service.js';
import type { ErasedListed } from '../access/mentions.js';
import { boundedUser } from '../access/storage-bounds.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { notedIn } from '../access/terms.service.js';
import { holdPlace, LostPlace, type Place } from '../connection/life/place.js';
import type {
  KnownPhoneUsers,
  Page,
  PhoneSystemProvider,
  PhoneUser,
  ProviderSession,
  RejectedItem,
} from '../contract/index.js';
import {
  ConnectionEntity,
  jsonLiteral,
  PhoneUserEntity,
  RejectedRecordEntity,
  type StoredProblem,
  TenantEntity,
} from '../storage/index.js';
import { dayOf } from '../support/days.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { StoredDirectory } from './directory-due.js';
import { emptyDirectory } from './empty-directory.js';
import { type DirectoryEntries, entriesOf, saysOf } from './directory-entries.js';

/** What one reading of a vendor's directory came to. */
export interface DirectoryReading {
  /** Phone users that were listed and could be read. */
  readonly seen: number;
  /** Phone users that could not be read; they are set aside with their reason. */
  readonly rejected: number;
  /** What is wrong with what was read, so that nobody departed by it; null where it is believed. */
  readonly problem: StoredProblem | null;
}

/** Sets rejected phone users apart from rejected calls, whose ids may be the same. */
const USER_KEY = 'user:';

/** The vendor's directory as last read. Nobody is ever removed from it by reading: the past refers to them. */
@Injectable()
export class PhoneUsers {
  readonly #erasedListed = new Map<string, ErasedListed<PhoneUser>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * Reads the vendor's directory to its end. What a page has that is not stored so is stored as it arrives; who is no
   * longer listed becomes departed, and only after the last page. A directory in which nothing has changed costs three
   * statements, whatever its size.
   *
   * @throws ProviderError as the provider's listing does; then nobody has departed
   * @throws LostPlace where another worker took the connection meanwhile, or it was ended: what this one read is stale
   */
  async refresh(place: Place, provider: PhoneSystemProvider, session: ProviderSession): Promise<DirectoryReading> {
    const { connection } = place;
    const readAt = new Date();
    const entries = await entriesOf(this.database, connection);
    const bounds = await this.erased.bounds.of(this.database.of(connection.tenantId), connection.tenantId);
    const reading = new Reading(entries, readAt);
    for await (const listed of provider.listUsers(session)) {
      const page = { ...listed, items: listed.items.map((user) => boundedUser(user, bounds)) };
      if (!reading.take(page)) continue;
      await this.database.transaction(connection.tenantId, async (em) => {
        await holdPlace(em, place);
        reading.stored(page, await this.admitted(em, connection, page));
        await reading.flush(em, connection);
      });
    }
    const { seen, rejected } = reading;
    const isEmpty = seen + rejected === 0 && entries.present > 0;
    const empty = isEmpty ? emptyDirectory(connection, entries.present, provider.descriptor.displayName, readAt) : null;
    if (empty !== null) {
      await this.note(place, empty);
      const asOf = await erasuresAsOf(this.database.of(connection.tenantId), connection.tenantId);
      this.#erasedListed.set(connection.id, { people: this.erasedListed(connection)?.people ?? [], asOf });
      return { seen, rejected, problem: empty.directoryProblem };
    }
    const asOf = await this.close(place, reading);
    this.#erasedListed.set(connection.id, { people: reading.erased, asOf });
    return { seen, rejected, problem: null };
  }

  /** Notes that it could not be read, and why: what was known of it stays. */
  async noteProblem(place: Place, directoryProblem: StoredProblem): Promise<void> {
    await this.note(place, { directoryProblem });
  }

  /**
   * Who was erased here and is listed by the vendor still, as of this copy's last reading; null where it has not read the
   * directory yet.
   */
  erasedListed({ id }: Pick<ConnectionEntity, 'id'>): ErasedListed<PhoneUser> | null {
    return this.#erasedListed.get(id) ?? null;
  }

  /**
   * How many phone users are stored, and how fresh that is. Where somebody was erased since this copy read how the vendor
   * names them, it counts as not read.
   */
  async stored({ id: connectionId, tenantId, directoryReadAt }: ConnectionEntity): Promise<StoredDirectory> {
    const em = this.database.of(tenantId);
    const phoneUsers = await em.count(PhoneUserEntity, { connectionId, status: { $ne: 'departed' } });
    const isKnown = (this.#erasedListed.get(connectionId)?.asOf ?? null) === (await erasuresAsOf(em, tenantId));
    return { phoneUsers, readAt: isKnown ? directoryReadAt : null };
  }

  /** Those of some ids under which nobody is stored. */
  async unknown({ id, tenantId }: ConnectionEntity, externalIds: readonly string[]): Promise<readonly string[]> {
    if (externalIds.length === 0) return [];
    const rows = await this.database.of(tenantId).execute<{ readonly id: string }[]>(
      `select asked.id from jsonb_array_elements_text(?::jsonb) as asked (id)
       where not exists (
         select 1 from phone_system.phone_user u
         where u.connection_id = ? and u.tenant_id = ? and u.external_id = asked.id)`,
      [JSON.stringify(externalIds), id, tenantId],
    );
    return rows.map((row) => row.id);
  }

  /** Everybody that was ever listed, in the order of their names. */
  async all(connection: ConnectionEntity): Promise<PhoneUserEntity[]> {
    return await this.database
      .of(connection.tenantId)
      .find(PhoneUserEntity, { connectionId: connection.id }, { orderBy: { displayName: 'asc', externalId: 'asc' } });
  }

  /** Everybody that was ever listed, for who reads calls: looked up once, and not before it is asked for. */
  known(connection: ConnectionEntity): KnownPhoneUsers {
    let known: Promise<readonly PhoneUser[]> | null = null;
    const look = async (): Promise<readonly PhoneUser[]> => (await this.all(connection)).map(phoneUserOf);
    return () =>
      (known ??= look().catch((error: unknown) => {
        known = null;
        throw error;
      }));
  }

  /** Who was erased does not come back, neither as somebody nor as somebody who could not be read. */
  private async admitted(
    em: SqlEntityManager,
    connection: ConnectionEntity,
    { items, rejected = [] }: Page<PhoneUser>,
  ): Promise<Required<Pick<Page<PhoneUser>, 'items' | 'rejected'>>> {
    const register = await this.erased.registerOf(em, connection.tenantId);
    if (register === null) return { items, rejected };
    const idOf = ({ externalId }: { readonly externalId?: string }): string => externalId ?? '';
    const spansOf = await register.lookUp(connection, [...items, ...rejected].map(idOf));
    const tenant = await em.findOne(TenantEntity, { tenantId: connection.tenantId }, { disableIdentityMap: true });
    const today = dayOf(new Date(), tenant === null ? 'UTC' : notedIn(tenant));
    const stays = (one: { readonly externalId?: string }): boolean => !isErasedOn(spansOf(idOf(one)), today);
    return { items: items.filter(stays), rejected: rejected.filter(stays) };
  }

  private async note({ connection, fence }: Place, change: Partial<ConnectionEntity>): Promise<void> {
    const mine = { id: connection.id, fence, status: 'connected' as const };
    const noted = await this.database.of(connection.tenantId).nativeUpdate(ConnectionEntity, mine, change);
    if (noted === 0) throw lost();
  }

  /**
   * In one statement: who is no longer listed has departed, who can be read again is no longer rejected. Who cannot be read
   * is listed still, and keeps what is known of them.
   *
   * @returns of which erasures the reading knows: each takes the place of whoever reads meanwhile
   */
  private async close({ connection, fence }: Place, reading: Reading): Promise<string | null> {
    const { id, tenantId } = connection;
    const gone = reading.gone();
    const [row] = await this.database.of(tenantId).execute<{ asOf: string | null }[]>(
      `with mine as (
         update phone_system.connection
         set directory_read_at = ?, directory_empty_since = null, directory_problem = null${gone.length > 0 ? ', match_due = true' : ''}
         where id = ? and tenant_id = ? and fence = ? and status = 'connected' returning id),
       gone as (
         update phone_system.phone_user set status = 'departed' from mine
         where connection_id = mine.id and tenant_id = ?
           and external_id = any (array(select jsonb_array_elements_text(?::jsonb)))),
       read_again as (
         delete from phone_system.rejected_record using mine
         where connection_id = mine.id and tenant_id = ? and item_key like '${USER_KEY}%'
           and item_key <> all (array(select jsonb_array_elements_text(?::jsonb))))
       select (select sealed_key from phone_system.erasure_key where tenant_id = ?) as "asOf" from mine`,
      [
        ...[reading.at, id, tenantId, fence],
        ...[tenantId, jsonLiteral(gone)],
        ...[tenantId, jsonLiteral([...reading.rejectedKeys]), tenantId],
      ],
    );
    if (row === undefined) throw lost();
    return row.asOf;
  }
}

/** One reading under way: what of it is news, and who has not been seen yet. */
class Reading {
  seen = 0;
  rejected = 0;
  readonly erased: PhoneUser[] = [];
  readonly rejectedKeys = new Set<string>();
  private readonly listed = new Set<string>();
  private fresh: PhoneUser[] = [];
  private aside: readonly RejectedItem[] = [];

  constructor(
    private readonly entries: DirectoryEntries,
    readonly at: Date,
  ) {}

  /** @returns whether a page has anything that is to be stored */
  take({ items, rejected = [] }: Page<PhoneUser>): boolean {
    this.seen += items.length;
    this.rejected += rejected.length;
    for (const { externalId } of [...items, ...rejected]) if (externalId !== undefined) this.listed.add(externalId);
    return rejected.length > 0 || items.some((user) => this.isNews(user));
  }

  /** Takes over what of a page may be stored. */
  stored({ items }: Page<PhoneUser>, admitted: Required<Pick<Page<PhoneUser>, 'items' | 'rejected'>>): void {
    this.fresh = [...new Map(admitted.items.map((user) => [user.externalId, user])).values()].filter((user) =>
      this.isNews(user),
    );
    this.aside = admitted.rejected;
    this.erased.push(...items.filter((user) => !admitted.items.includes(user)));
  }

  async flush(em: SqlEntityManager, { id: connectionId, tenantId, directoryReadAt }: ConnectionEntity): Promise<void> {
    const seenAt = this.at;
    const users = this.fresh.map(({ externalId, displayName, emails, numbers, status }) => ({
      ...{ connectionId, externalId, tenantId, displayName, status, seenAt },
      emails: [...emails],
      numbers: [...numbers],
      emailsSince: directoryReadAt === null ? null : this.emailsSince(externalId, emails),
    }));
    if (users.length > 0) {
      await em.nativeUpdate(ConnectionEntity, { id: connectionId }, { matchDue: true });
      await em.upsertMany(PhoneUserEntity, users, { disableIdentityMap: true });
    }
    for (const user of this.fresh) this.entries.says.set(user.externalId, saysOf(user));
    const rejected = new Map(
      this.aside.map((item) => {
        const itemKey = itemKeyOf(item);
        const { externalId = null, reason } = item;
        return [itemKey, { connectionId, itemKey, tenantId, externalId, reason, seenAt }];
      }),
    );
    for (const key of rejected.keys()) this.rejectedKeys.add(key);
    if (rejected.size > 0) {
      await em.upsertMany(RejectedRecordEntity, [...rejected.values()], { disableIdentityMap: true });
    }
  }

  /** Who was present and is no longer listed. */
  gone(): readonly string[] {
    return [...this.entries.presentIds].filter((externalId) => !this.listed.has(externalId));
  }

  private emailsSince(externalId: string, emails: readonly string[]): Date | null {
    const before = this.entries.addresses.get(externalId);
    return before !== undefined && emails.every((email) => before.emails.includes(email))
      ? before.emailsSince
      : this.at;
  }

  private isNews(user: PhoneUser): boolean {
    return this.entries.says.get(user.externalId) !== saysOf(user);
  }
}

const lost = (): LostPlace => new LostPlace('Another worker has taken this connection, or it was ended.');

const itemKeyOf = ({ externalId, raw }: RejectedItem): string => USER_KEY + (externalId ?? fingerprintOf(raw));

const phoneUserOf = ({ externalId, displayName, emails, numbers, status }: PhoneUserEntity): PhoneUser => ({
  externalId,
  displayName,
  emails,
  numbers,
  status,
});
