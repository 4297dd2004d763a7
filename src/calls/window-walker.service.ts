import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import {
  type CallPage,
  type Page,
  type PhoneSystemProvider,
  ProviderError,
  type ProviderFailureKind,
} from '../contract/index.js';
import { steadyNow } from '../support/clock.js';
import { LEAST_KEPT_MS } from '../support/untold.js';
import { EventLog, inSpan, type Note } from '../tracing/index.js';
import { Comparison } from './comparison.js';
import { PageStore } from './page-store.service.js';
import { asksAgain } from './plan-rounds.js';
import { stillListed } from './still-listed.js';
import { type EndedWalk, NOBODY_KNOWN, type Stretch, type Walk, type WalkCounts, type WholeWalk } from './walk.js';

/** Of a window that the vendor lists no longer. */
const NOTHING: AsyncIterable<CallPage> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/** The vendor does not know the question; what it lists is compared all the same. */
const CANNOT_SAY: ReadonlySet<ProviderFailureKind> = new Set(['unreadable', 'gone']);

/**
 * Walks a stretch from its start to its end. Each page is stored with the progress that it means; a window is done in the
 * transaction of its last page, and not before. A walk that broke off begins again: page tokens are not kept. What the vendor
 * lists no longer is not asked for, however long its window has waited.
 */
@Injectable()
export class WindowWalker {
  private readonly log = new EventLog(WindowWalker.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly pages: PageStore,
  ) {}

  /**
   * @param onPage told after each page that is stored
   * @throws ProviderError as the vendor's answers say; LostPlace when another worker took over
   */
  async walk(walk: Walk, stretch: Stretch, onPage: () => void): Promise<EndedWalk> {
    const { kind, fromAt, toAt, stored } = stretch;
    const told = { connection: walk.place.connection.id, kind, from: fromAt.toISOString(), to: toAt.toISOString() };
    const span = stored === null ? told : { ...told, round: stored.roundId };
    return await inSpan('window', span, (note) => this.walkNoting(walk, stretch, onPage, note));
  }

  private async walkNoting(walk: Walk, stretch: Stretch, onPage: () => void, note: Note): Promise<EndedWalk> {
    const { place, provider, session } = walk;
    const { kind, fromAt, toAt, stored } = stretch;
    const walkedFrom = place.now();
    const startedAt = steadyNow();
    const comparison = await this.comparisonOf(stretch, provider);
    const whole = (): WholeWalk => ({
      walkedFrom,
      listedAt: new Date(startedAt - (session.clock?.aheadMs ?? 0)),
      isKeptQuiet,
    });
    let isKeptQuiet = false;
    let counts: WalkCounts = { pages: 0, records: 0, rejected: 0 };
    let isDone = false;
    const store = async (page: CallPage, asked: number): Promise<void> => {
      const progress = { window: stored, counts, comparison, whole: isDone ? whole() : null };
      await inSpan('page', { records: page.items.length }, () => this.pages.store({ walk, page, asked, ...progress }));
      onPage();
    };
    const listed = stillListed({ from: fromAt, to: toAt }, provider.descriptor.listing, walkedFrom);
    const askAtEnd = async (last: CallPage): Promise<void> => {
      if (listed === null) return;
      const asked = { ...stretch, fromAt: listed.from };
      await this.askWhy(comparison, last, walk, asked);
      isKeptQuiet = counts.records + counts.rejected === 0 && (await this.keepsQuiet(walk, asked));
    };
    note({ kind });
    const { callers = new Set(), phoneUsers = NOBODY_KNOWN } = walk;
    const calls = listed === null ? NOTHING : provider.listCalls(session, listed, phoneUsers);
    for await (const { page, asked } of this.pages.inOrder(walk, calls)) {
      session.signal.throwIfAborted();
      counts = {
        pages: counts.pages + 1,
        records: counts.records + page.items.length + (page.announced?.length ?? 0),
        rejected: counts.rejected + (page.rejected?.length ?? 0),
      };
      for (const { userExternalId } of page.items) if (userExternalId !== null) callers.add(userExternalId);
      isDone = page.next === undefined;
      if (isDone) await askAtEnd(page);
      await store(page, asked);
      note({ ...counts });
    }
    if (!isDone) {
      isDone = true;
      await askAtEnd({ items: [] });
      await store({ items: [] }, 0);
    }
    return { ...whole(), counts };
  }

  private async askWhy(comparison: Comparison | null, last: CallPage, walk: Walk, stretch: Stretch): Promise<void> {
    if (comparison === null) return;
    const em = this.tenants.of(walk.place.connection.tenantId);
    await this.asking(walk, stretch, async (anonymized) => await comparison.askWhy(em, last, anonymized));
  }

  /** Whether there are calls of a stretch of which nothing is listed: a retention policy may have taken them before. */
  private async keepsQuiet(walk: Walk, stretch: Stretch): Promise<boolean> {
    const { kind, toAt, stored } = stretch;
    const mayHaveGone = toAt.getTime() <= walk.place.now().getTime() - LEAST_KEPT_MS;
    if (stored === null || asksAgain(kind) || !mayHaveGone) return false;
    let isQuiet = false;
    await this.asking(walk, stretch, async (anonymized) => {
      for await (const { items } of anonymized()) {
        isQuiet = items.length > 0;
        if (isQuiet) break;
      }
    });
    return isQuiet;
  }

  /** Asks what was anonymised, where the vendor can say. */
  private async asking(
    { place, provider, session }: Walk,
    { fromAt, toAt }: Stretch,
    ask: (anonymized: () => AsyncIterable<Page<string>>) => Promise<void>,
  ): Promise<void> {
    const list = provider.listAnonymized?.bind(provider);
    if (list === undefined) return;
    try {
      await ask(() => list(session, { from: fromAt, to: toAt }));
    } catch (error) {
      if (!(error instanceof ProviderError) || !CANNOT_SAY.has(error.failure.kind)) throw error;
      const { displayName, key } = provider.descriptor;
      this.log.info('anonymised-not-told', `${displayName} does not say what it has anonymised: ${error.message}`, {
        provider: key,
        connection: place.connection.id,
      });
    }
  }

  private async comparisonOf(
    { kind, stored }: Stretch,
    { descriptor }: PhoneSystemProvider,
  ): Promise<Comparison | null> {
    if (!asksAgain(kind) || stored === null) return null;
    const { accessMs = Infinity, historyMs = Infinity } = descriptor.listing;
    return await Comparison.begin(this.tenants.of(stored.tenantId), stored, Math.min(accessMs, historyMs));
  }
}
