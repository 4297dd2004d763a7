import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ListingFacts } from '../contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { CLAIM_OF_CALLS } from './announced-calls.js';
import { noteUntold } from './note-untold.js';
import { completeAfter, walkedAfter } from './completeness.js';
import { bringsBack } from './stored-again.js';
import { after, ASKS_AGAIN, beginningOf, type RoundIntervals } from './plan-rounds.js';

/** What the end of a round depends on. */
export interface EndFacts {
  readonly intervals: RoundIntervals;
  readonly listing: ListingFacts;
  readonly now: Date;
}

/** Ends a round whose windows have all been walked, and notes what its end means for the connection. */
export async function endRound(em: SqlEntityManager, round: RoundEntity, facts: EndFacts): Promise<void> {
  const { intervals, now } = facts;
  const windows = await em.find(FetchWindowEntity, { roundId: round.id });
  const connection = await em.findOneOrFail(ConnectionEntity, { id: round.connectionId });
  Object.assign(round, { outcome: 'done', finishedAt: now, problem: null });
  connection.lastFetchAt = now;
  if (round.kind !== 'reconciliation') await noteUntold(em, connection, round, windows, facts);
  switch (round.kind) {
    case 'reconciliation':
      noteDifferences(round, windows);
      connection.lastDifference = round.difference;
      return;
    case 'again':
      // Who asked for it sees what it found, and it alarms nobody.
      noteDifferences(round, windows);
      if (bringsBack(round, connection)) Object.assign(connection, { againFrom: null, againSince: null });
      return;
    case 'history':
      // Calls that were going on while the history was walked are found by the far round that follows at once.
      connection.nextFarAt = null;
      // What has just been read is compared a little later.
      connection.nextReconciliationAt = after(now, Math.min(intervals.farMs, intervals.reconcileMs));
      return;
    default:
      // What was near and had failed is covered.
      connection.attempts = 0;
      settle(connection, round, windows, facts);
  }
}

function noteDifferences(round: RoundEntity, windows: readonly FetchWindowEntity[]): void {
  round.unlisted = sum(windows.map(({ unlisted }) => unlisted));
  round.letGo = sum(windows.map(({ letGo }) => letGo));
  round.difference = sum(windows.map(({ missing }) => missing));
}

/** Notes how far a round's walks reach, whatever windows of it stay open. */
export function settle(
  connection: ConnectionEntity,
  { fromAt, toAt }: RoundEntity,
  windows: readonly FetchWindowEntity[],
  { intervals: { longestCallMs }, listing: { settleMs } }: EndFacts,
): void {
  if (connection.walkedUntil === null) return;
  connection.walkedUntil = walkedAfter(
    connection.walkedUntil,
    {
      window: { from: fromAt, to: toAt },
      walkedFrom: windows.flatMap(({ doneAt, listedAt, walkedFrom }) =>
        doneAt === null ? [] : (listedAt ?? walkedFrom ?? []),
      ),
    },
    { settleMs, longestCallMs, beginning: beginningOf(connection) },
  );
}

/**
 * Notes up to when everything is stored, after windows were walked, announced calls were read or rounds were settled.
 *
 * @returns whether every call that was announced is read
 */
export async function noteCompleteness(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  now: Date,
): Promise<boolean> {
  if (connection.walkedUntil === null) return false;
  const open = await em.execute<{ readonly claimedMs: number | null; readonly isCall: boolean }[]>(
    `select (extract(epoch from w.claimed_until) * 1000)::float8 as "claimedMs", false as "isCall"
     from phone_system.fetch_window w join phone_system.round r on r.id = w.round_id
     where w.connection_id = ? and w.tenant_id = ? and w.done_at is null and r.kind not ${ASKS_AGAIN}
     union all (${CLAIM_OF_CALLS})`,
    [connection.id, connection.tenantId, connection.id, connection.tenantId, beginningOf(connection)],
  );
  const claims = open.map(({ claimedMs }) => (claimedMs === null ? null : new Date(claimedMs)));
  const until = completeAfter(connection.completeUntil, connection.walkedUntil, claims);
  if (until?.getTime() !== connection.completeUntil?.getTime())
    Object.assign(connection, { completeUntil: until, movedAt: now });
  return !open.some(({ isCall }) => isCall);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
