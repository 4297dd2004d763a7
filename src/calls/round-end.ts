import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PhoneSystemProvider } from '../contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { completeAfter } from './completeness.js';
import { dueAfter, type RoundIntervals } from './plan-rounds.js';

/** Ends a round whose windows have all been walked, and notes what its end means for the connection. */
export async function endRound(
  em: SqlEntityManager,
  { roundId, connectionId }: Pick<FetchWindowEntity, 'roundId' | 'connectionId'>,
  { descriptor }: PhoneSystemProvider,
  intervals: RoundIntervals,
): Promise<void> {
  const round = await em.findOneOrFail(RoundEntity, { id: roundId });
  const windows = await em.find(FetchWindowEntity, { roundId });
  const connection = await em.findOneOrFail(ConnectionEntity, { id: connectionId });
  const { kind, fromAt, toAt } = round;
  const now = new Date();
  Object.assign(round, { outcome: 'done', finishedAt: now, problem: null, attempts: 0, resumeAt: null });
  Object.assign(connection, { lastFetchAt: now, problem: null });
  if (kind === 'reconciliation') {
    round.unlisted = sum(windows.map(({ unlisted }) => unlisted));
    round.difference = round.unlisted + sum(windows.map(({ missing }) => missing));
    connection.lastDifference = round.difference;
    return;
  }
  const covered = { kind, window: { from: fromAt, to: toAt } };
  connection.completeUntil = completeAfter(
    connection.completeUntil,
    { ...covered, walkedFrom: windows.flatMap(({ listedAt, walkedFrom }) => listedAt ?? walkedFrom ?? []) },
    {
      settleMs: descriptor.listing.settleMs,
      longestCallMs: intervals.longestCallMs,
      historyFrom: connection.historyFrom,
    },
  );
  connection.nextNearAt = dueAfter(connection.nextNearAt, covered, intervals.nearMs);
  if (kind === 'far' || kind === 'manual') {
    connection.nextFarAt = dueAfter(connection.nextFarAt, covered, intervals.farMs);
  }
  if (kind === 'history') {
    // Calls that were going on while the history was walked are found by the far round that follows at once.
    connection.nextFarAt = null;
    // What has just been read is compared a little later.
    connection.nextReconciliationAt = new Date(now.getTime() + Math.min(intervals.farMs, intervals.reconcileMs));
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
