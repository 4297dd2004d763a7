import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { FetchWindowEntity, RoundEntity, type RoundKind } from '../storage/index.js';
import { inSpan, type Note } from '../tracing/index.js';
import { Comparison } from './comparison.js';
import { PageStore } from './page-store.service.js';
import type { Walk, WalkCounts, WholeWalk } from './walk.js';

/**
 * Walks a window from its start to its end. Each page is stored with the progress that it means; the window is done in the
 * transaction of its last page, and not before. A walk that broke off begins again: page tokens are not kept.
 */
@Injectable()
export class WindowWalker {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly pages: PageStore,
  ) {}

  /** @throws ProviderError as the vendor's answers say; LostPlace when another worker took over */
  async walk(walk: Walk, window: FetchWindowEntity): Promise<void> {
    const { roundId: round, fromAt, toAt } = window;
    const told = { connection: walk.place.connection.id, round, from: fromAt.toISOString(), to: toAt.toISOString() };
    await inSpan('window', told, (note) => this.walkNoting(walk, window, note));
  }

  private async walkNoting(walk: Walk, window: FetchWindowEntity, note: Note): Promise<void> {
    const { provider, session } = walk;
    const walkedFrom = new Date();
    const kind = await this.kindOf(window);
    note({ kind });
    const comparison =
      kind === 'reconciliation' ? await Comparison.begin(this.tenants.of(window.tenantId), window) : null;
    const whole = (): WholeWalk => ({
      walkedFrom,
      listedAt: new Date(walkedFrom.getTime() - (session.clock?.aheadMs ?? 0)),
    });
    let counts: WalkCounts = { pages: 0, records: 0, rejected: 0 };
    let isDone = false;
    const calls = provider.listCalls(session, { from: window.fromAt, to: window.toAt });
    for await (const { page, asked } of this.pages.inOrder(walk, calls)) {
      session.signal.throwIfAborted();
      counts = {
        pages: counts.pages + 1,
        records: counts.records + page.items.length,
        rejected: counts.rejected + (page.rejected?.length ?? 0),
      };
      isDone = page.next === undefined;
      const walked = { walk, window, page, asked, counts, comparison, whole: isDone ? whole() : null };
      await inSpan('page', { records: page.items.length }, () => this.pages.store(walked));
      note({ ...counts });
    }
    if (isDone) return;
    await this.pages.store({ walk, window, page: { items: [] }, asked: 0, counts, comparison, whole: whole() });
  }

  private async kindOf({ tenantId, roundId }: FetchWindowEntity): Promise<RoundKind> {
    return (await this.tenants.of(tenantId).findOneOrFail(RoundEntity, { id: roundId })).kind;
  }
}
