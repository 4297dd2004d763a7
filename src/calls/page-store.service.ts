import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallRecord, Page } from '../contract/index.js';
import { ErasedPeople, TenantDatabase } from '../access/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { holdPlace, type Place } from '../connection/place.js';
import { writeCalls, type WriteContext } from './call-writer.js';
import { Gathering } from './gathering.js';
import { setAside } from './rejected-records.js';
import { RoundBook } from './round-book.service.js';
import type { Walk, WalkedPage } from './walk.js';
import { lookUpWithoutErased } from './without-erased.js';

/**
 * Stores walked pages, each with its window's progress in one transaction. Pages of one place are stored in turn; those
 * that came while another was being stored share a transaction, and with it everything that a page costs besides its
 * calls. Whoever waits keeps no connection to the database meanwhile.
 */
@Injectable()
export class PageStore {
  private readonly gatherings = new WeakMap<Place, Gathering<WalkedPage>>();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly rounds: RoundBook,
    private readonly metrics: PhoneSystemMetrics,
    private readonly erased: ErasedPeople,
  ) {}

  /** @throws LostPlace when another worker took over */
  async store(page: WalkedPage): Promise<void> {
    const { place } = page.walk;
    const gathering =
      this.gatherings.get(place) ?? new Gathering<WalkedPage>((pages) => this.storeTogether(page.walk, pages));
    this.gatherings.set(place, gathering);
    await gathering.add(page);
  }

  private async storeTogether(walk: Walk, pages: readonly WalkedPage[]): Promise<void> {
    const { place, provider } = walk;
    const { connection } = place;
    // Where something is compared, one by one: what a page has stored is not missing when the next is compared.
    const isCompared = pages.some(({ comparison }) => comparison !== null);
    const written = await this.tenants.transaction(connection.tenantId, async (em) => {
      await holdPlace(em, place);
      let changed = 0;
      if (isCompared) for (const page of pages) changed += await this.compareAndStore(em, walk, page);
      else changed += await this.storeRead(em, walk, readTogether(pages.map(({ page }) => page)));
      await this.rounds.noteProgress(em, provider, connection, pages);
      return changed;
    });
    const { key } = provider.descriptor;
    this.metrics.recordsStored(key, written);
    this.metrics.recordsRejected(
      key,
      pages.reduce((sum, { page }) => sum + (page.rejected?.length ?? 0), 0),
    );
  }

  private async compareAndStore(em: SqlEntityManager, walk: Walk, walked: WalkedPage): Promise<number> {
    const { page, comparison, whole } = walked;
    if (comparison === null) return await this.storeRead(em, walk, page);
    // Who was erased is listed still, and is missing on purpose.
    const items = await lookUpWithoutErased(em, this.contextOf(walk), page.items);
    await comparison.takePage(em, { ...page, items });
    const changed = await this.storeRead(em, walk, page);
    if (whole !== null) await comparison.end(em);
    return changed;
  }

  /** @returns how many records were new or changed */
  private async storeRead(
    em: SqlEntityManager,
    walk: Walk,
    { items, rejected = [] }: Pick<Page<CallRecord>, 'items' | 'rejected'>,
  ): Promise<number> {
    const changed = await writeCalls(em, this.contextOf(walk), items);
    await setAside(em, walk.place.connection, rejected);
    return changed;
  }

  private contextOf({ place, timeZone, mentions }: Walk): WriteContext {
    return { connection: place.connection, timeZone, erased: this.erased, ...(mentions && { mentions }) };
  }
}

/** What pages say together, in the order in which they came: what a later one could read is not kept aside. */
function readTogether(pages: readonly Page<CallRecord>[]): Pick<Page<CallRecord>, 'items' | 'rejected'> {
  const isReadAfter = (index: number, id: string | undefined): boolean =>
    pages.slice(index + 1).some(({ items }) => items.some(({ externalId }) => externalId === id));
  return {
    items: pages.flatMap(({ items }) => items),
    rejected: pages.flatMap(({ rejected = [] }, index) =>
      rejected.filter(({ externalId }) => !isReadAfter(index, externalId)),
    ),
  };
}
