import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallPage, RejectedItem } from '../contract/index.js';
import { ErasedPeople, TenantDatabase } from '../access/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { holdPlace, type Place } from '../connection/life/place.js';
import type { ConnectionEntity } from '../storage/index.js';
import { announce, type SettledCall, settleCalls } from './announced-calls.js';
import { writeCalls, type WriteContext } from './call-writer.js';
import { Gathering } from './gathering.js';
import { type AskedPage, ReadingOrder } from './reading-order.js';
import { setAside } from './rejected-records.js';
import { RoundBook } from './round-book.service.js';
import type { Walk, WalkedPage } from './walk.js';
import { withdrawUntold } from './withdraw-untold.js';
import { lookUpAdmitted } from './admitted-calls.js';
import type { ToldCall } from './without-erased.js';

/** Pages of one place: those that wait to be stored, and the order in which all were asked for. */
interface Reading {
  readonly gathering: Gathering<WalkedPage>;
  readonly order: ReadingOrder;
}

/**
 * Stores walked pages, each with its window's progress in one transaction. Pages of one place are stored in turn; those
 * that came while another was being stored share a transaction, and with it everything that a page costs besides its
 * calls. Whoever waits keeps no connection to the database meanwhile. Of a call that several pages bring, the page that
 * was asked for last is right.
 */
@Injectable()
export class PageStore {
  private readonly readings = new WeakMap<Place, Reading>();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly rounds: RoundBook,
    private readonly metrics: PhoneSystemMetrics,
    private readonly erased: ErasedPeople,
  ) {}

  /** The pages of a walk, with the order in which they are asked for. */
  inOrder<P extends CallPage>(walk: Walk, pages: AsyncIterable<P>): AsyncIterable<AskedPage<P>> {
    return this.readingOf(walk).order.of(pages);
  }

  /** @throws LostPlace when another worker took over */
  async store(page: WalkedPage): Promise<void> {
    await this.readingOf(page.walk).gathering.add(page);
  }

  private readingOf(walk: Walk): Reading {
    const order = new ReadingOrder();
    const gathering = new Gathering<WalkedPage>((pages) => this.storeTogether(walk, order, pages));
    const reading = this.readings.get(walk.place) ?? { order, gathering };
    this.readings.set(walk.place, reading);
    return reading;
  }

  private async storeTogether(walk: Walk, order: ReadingOrder, walked: readonly WalkedPage[]): Promise<void> {
    const { place, provider } = walk;
    const { connection } = place;
    const pages = walked.toSorted((a, b) => a.asked - b.asked);
    // Where something is compared, one by one: what a page has stored is not missing when the next is compared.
    const isCompared = pages.some(({ comparison }) => comparison !== null);
    const written = await this.tenants.transaction(connection.tenantId, async (em) => {
      await holdPlace(em, place);
      let changed = 0;
      if (isCompared)
        for (const page of pages) changed += await this.compareAndStore(em, page, readTogether([page], order));
      else changed += await this.storeRead(em, walk, readTogether(pages, order));
      changed += await this.withdraw(em, walk, pages, order);
      // After what is compared: what a page announces is not known by it.
      await announce(
        em,
        connection,
        pages.flatMap(({ page }) => page.announced ?? []),
      );
      await this.rounds.noteProgress(em, provider, connection, pages, await settled(em, connection, pages));
      return changed;
    });
    for (const { asked, page } of pages) {
      order.stored(
        asked,
        page.items.map(({ externalId }) => externalId),
      );
    }
    const { key } = provider.descriptor;
    this.metrics.recordsStored(key, written);
    this.metrics.recordsRejected(
      key,
      pages.reduce((sum, { page }) => sum + (page.rejected?.length ?? 0), 0),
    );
  }

  private async compareAndStore(em: SqlEntityManager, walked: WalkedPage, read: Read): Promise<number> {
    const { walk, page, comparison, whole } = walked;
    if (comparison === null) return await this.storeRead(em, walk, read);
    // What may not be stored is listed still, and is missing on purpose.
    const items = await lookUpAdmitted(em, this.contextOf(walk), page.items);
    await comparison.takePage(em, { ...page, items }, this.rounds.intervals.longestCallMs);
    const changed = await this.storeRead(em, walk, read);
    if (whole !== null) await comparison.end(em);
    return changed;
  }

  /** @returns how many records were new or changed */
  private async storeRead(em: SqlEntityManager, walk: Walk, { items, rejected }: Read): Promise<number> {
    const changed = await writeCalls(em, this.contextOf(walk), items);
    await setAside(em, walk.place.connection, rejected);
    return changed;
  }

  /** Takes away what calls that were read have no longer. */
  private async withdraw(
    em: SqlEntityManager,
    { place, timeZone }: Walk,
    pages: readonly WalkedPage[],
    order: ReadingOrder,
  ): Promise<number> {
    let withdrawn = 0;
    for (const { read, page, asked } of pages) {
      const told = read === undefined ? null : toldBy(page);
      if (read === undefined || told === null) continue;
      const isLatest = (id: string): boolean => order.isLatest(id, asked);
      const conversation = { externalId: read.call.externalId, told, isLatest };
      withdrawn += await withdrawUntold(em, place.connection, timeZone, conversation);
    }
    return withdrawn;
  }

  private contextOf({ place, timeZone, mentions }: Walk): WriteContext {
    return {
      connection: place.connection,
      timeZone,
      erased: this.erased,
      toldBy: 'list',
      ...(mentions && { mentions }),
    };
  }
}

interface Read {
  readonly items: readonly ToldCall[];
  readonly rejected: readonly RejectedItem[];
}

/**
 * What pages say together, in the order in which they were asked for, without what a later one has told already. What a
 * later one could read is not kept aside.
 */
function readTogether(pages: readonly WalkedPage[], order: ReadingOrder): Read {
  const isLatest = (externalId: string | undefined, { asked }: WalkedPage): boolean =>
    externalId === undefined || order.isLatest(externalId, asked);
  const isReadAfter = (externalId: string | undefined, index: number): boolean =>
    pages.slice(index + 1).some(({ page }) => page.items.some((item) => item.externalId === externalId));
  return {
    items: pages.flatMap((walked) =>
      walked.page.items
        .filter(({ externalId }) => isLatest(externalId, walked))
        .map((item) => (walked.read === undefined ? item : { ...item, detailOf: walked.read.call.externalId })),
    ),
    rejected: pages.flatMap((walked, index) =>
      (walked.page.rejected ?? []).filter(
        ({ externalId }) => isLatest(externalId, walked) && !isReadAfter(externalId, index),
      ),
    ),
  };
}

/**
 * The ids of all that a reading of a call told; null where it leaves open which records there are: of a call that the vendor
 * does not have any more it tells none, and what cannot be read may have no id.
 */
function toldBy({ items, rejected = [] }: CallPage): ReadonlySet<string> | null {
  const ids = [...items, ...rejected].map(({ externalId }) => externalId);
  return ids.length === 0 || ids.includes(undefined) ? null : new Set(ids as readonly string[]);
}

/** Notes which calls were read. */
async function settled(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  pages: readonly WalkedPage[],
): Promise<readonly SettledCall[]> {
  const read = pages.flatMap(({ read: call, page: { items } }): SettledCall[] => {
    if (call === undefined) return [];
    const startedAt = items.length === 0 ? null : new Date(Math.min(...items.map((item) => item.startedAt.getTime())));
    return [{ ...call, startedAt }];
  });
  await settleCalls(em, connection, read);
  return read;
}
