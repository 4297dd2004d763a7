import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { holdPlace } from '../connection/life/place.js';
import type { TimeWindow } from '../contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { outsideOfFailing } from './open-windows.js';
import { endRests } from './resting.js';
import { after, nearWindow } from './plan-rounds.js';
import { RoundBook } from './round-book.service.js';
import type { EndedWalk, OpenWindow, Walk } from './walk.js';
import { WindowWalker } from './window-walker.service.js';

/**
 * Asks for what has been listed lately. Nothing of a poll is stored before its end but its calls: the next one asks anew,
 * for what is near by then. Windows that fail are left out, and tried for themselves.
 */
@Injectable()
export class NearPoll {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly walker: WindowWalker,
    private readonly rounds: RoundBook,
  ) {}

  /**
   * @param open the windows that are not walked to their end
   * @param onPage told after each page that is stored
   * @returns the connection after it
   * @throws ProviderError as the vendor's answers say; LostPlace when another worker took over
   */
  async poll(
    walk: Walk,
    state: ConnectionEntity,
    open: readonly OpenWindow[],
    onPage: () => void,
  ): Promise<ConnectionEntity> {
    const begunAt = walk.place.now();
    const window = nearWindow(state, this.rounds.intervals, begunAt);
    const ended: EndedWalk[] = [];
    for (const { from, to } of outsideOfFailing(open, window)) {
      ended.push(await this.walker.walk(walk, { kind: 'near', fromAt: from, toAt: to, stored: null }, onPage));
    }
    return await this.end(walk, window, begunAt, ended);
  }

  private async end(
    { place }: Walk,
    window: TimeWindow,
    begunAt: Date,
    ended: readonly EndedWalk[],
  ): Promise<ConnectionEntity> {
    const { id: connectionId, tenantId } = place.connection;
    return await this.tenants.transaction(tenantId, async (em) => {
      await holdPlace(em, place);
      const connection = await em.findOneOrFail(ConnectionEntity, { id: connectionId });
      const span = { tenantId, connectionId, fromAt: window.from, toAt: window.to };
      const round = { id: randomUUID(), kind: 'near', startedAt: begunAt, finishedAt: place.now() } as const;
      await em.insert(RoundEntity, { ...span, ...round, outcome: 'done' });
      await em.insert(FetchWindowEntity, {
        ...span,
        id: randomUUID(),
        roundId: round.id,
        walkedFrom: begunAt,
        doneAt: round.finishedAt,
        ...totalOf(ended),
      });
      Object.assign(connection, {
        lastFetchAt: round.finishedAt,
        nextNearAt: after(begunAt, this.rounds.intervals.nearMs),
      });
      if (connection.attempts > 0) {
        // The vendor answers again: a far round asks for what was left out, and nothing rests for its outage any longer.
        connection.attempts -= 1;
        connection.nextFarAt = null;
        await endRests(em, connection);
      }
      return connection;
    });
  }
}

const totalOf = (walks: readonly EndedWalk[]): EndedWalk['counts'] =>
  walks.reduce(
    (sum, { counts }) => ({
      pages: sum.pages + counts.pages,
      records: sum.records + counts.records,
      rejected: sum.rejected + counts.rejected,
    }),
    { pages: 0, records: 0, rejected: 0 },
  );
