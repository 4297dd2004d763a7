import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallRecord, Page, PhoneSystemProvider, ProviderSession } from '../contract/index.js';
import { ErasedPeople, type Mentions, TenantDatabase } from '../access/index.js';
import type { VendorSession } from '../connection/sessions.service.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { FetchWindowEntity, RoundEntity, type RoundKind } from '../storage/index.js';
import { inSpan, type Note } from '../tracing/index.js';
import { writeCalls, type WriteContext } from './call-writer.js';
import { Comparison } from './comparison.js';
import { holdPlace, type Place } from '../connection/place.js';
import { setAside } from './rejected-records.js';
import { RoundBook } from './round-book.service.js';
import { lookUpWithoutErased } from './without-erased.js';

/** What a walk needs to know. */
export interface Walk {
  readonly place: Place;
  readonly provider: PhoneSystemProvider;
  readonly session: ProviderSession & Partial<Pick<VendorSession, 'clock'>>;
  readonly timeZone: string;
  /** How the directories, as they were just read, still name erased people. */
  readonly mentions?: Mentions;
}

/**
 * Walks a window from its start to its end. Each page is stored in a transaction of its own; the window is done in the
 * transaction of its last page, and not before. A walk that broke off begins again: page tokens are not kept.
 */
@Injectable()
export class WindowWalker {
  /** The last page of each place that is stored, or waits for that. */
  private readonly turns = new WeakMap<Place, Promise<unknown>>();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly rounds: RoundBook,
    private readonly metrics: PhoneSystemMetrics,
    private readonly erased: ErasedPeople,
  ) {}

  /** @throws ProviderError as the vendor's answers say; LostPlace when another worker took over */
  async walk(walk: Walk, window: FetchWindowEntity): Promise<void> {
    const { roundId: round, fromAt, toAt } = window;
    const told = { connection: walk.place.connection.id, round, from: fromAt.toISOString(), to: toAt.toISOString() };
    await inSpan('window', told, (note) => this.walkNoting(walk, window, note));
  }

  private async walkNoting(walk: Walk, window: FetchWindowEntity, note: Note): Promise<void> {
    const { place, provider, session } = walk;
    const walkedFrom = new Date();
    const counts = { pages: 0, records: 0, rejected: 0 };
    const kind = await this.kindOf(window);
    note({ kind });
    const comparison =
      kind === 'reconciliation' ? await Comparison.begin(this.tenants.of(window.tenantId), window) : null;
    let ended = false;
    const finish = async (em: SqlEntityManager): Promise<void> => {
      await comparison?.end(em);
      const listedAt = new Date(walkedFrom.getTime() - (session.clock?.aheadMs ?? 0));
      await this.rounds.finishWindow(em, provider, window, walkedFrom, listedAt);
    };
    const calls = provider.listCalls(session, { from: window.fromAt, to: window.toAt });
    for await (const page of calls) {
      session.signal.throwIfAborted();
      counts.pages += 1;
      counts.records += page.items.length;
      counts.rejected += page.rejected?.length ?? 0;
      ended = page.next === undefined;
      const store = async (em: SqlEntityManager): Promise<number> => {
        await holdPlace(em, place);
        // Who was erased is listed still, and is missing on purpose.
        await comparison?.takePage(em, {
          ...page,
          items: await lookUpWithoutErased(em, this.contextOf(walk), page.items),
        });
        const changed = await this.storePage(em, walk, page);
        await em.nativeUpdate(FetchWindowEntity, { id: window.id }, { ...counts });
        if (ended) await finish(em);
        return changed;
      };
      const written = await inSpan('page', { records: page.items.length }, () => this.inTurn(place, store));
      note(counts);
      this.metrics.recordsStored(provider.descriptor.key, written);
      this.metrics.recordsRejected(provider.descriptor.key, page.rejected?.length ?? 0);
    }
    if (ended) return;
    await this.inTurn(place, async (em) => {
      await holdPlace(em, place);
      await finish(em);
    });
  }

  /** One page of a place is stored at a time. Whoever waits for that here keeps no connection to the database meanwhile. */
  private inTurn<T>(place: Place, work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    const before = this.turns.get(place) ?? Promise.resolve();
    const mine = before.then(() => this.tenants.transaction(place.connection.tenantId, work));
    this.turns.set(
      place,
      mine.catch(() => undefined),
    );
    return mine;
  }

  private async kindOf({ tenantId, roundId }: FetchWindowEntity): Promise<RoundKind> {
    return (await this.tenants.of(tenantId).findOneOrFail(RoundEntity, { id: roundId })).kind;
  }

  private contextOf({ place, timeZone, mentions }: Walk): WriteContext {
    return { connection: place.connection, timeZone, erased: this.erased, ...(mentions && { mentions }) };
  }

  /** @returns how many records were new or changed */
  private async storePage(em: SqlEntityManager, walk: Walk, page: Page<CallRecord>): Promise<number> {
    const changed = await writeCalls(em, this.contextOf(walk), page.items);
    await setAside(em, walk.place.connection, page.rejected ?? []);
    return changed;
  }
}
