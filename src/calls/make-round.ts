import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TimeWindow } from '../contract/index.js';
import { type ConnectionEntity, FetchWindowEntity, RoundEntity, type RoundKind } from '../storage/index.js';
import { claimOf } from './completeness.js';
import { openWindowsOf, outsideOfFailing } from './open-windows.js';
import { after, COMPARED_DAYS, type PlannedRound } from './plan-rounds.js';
import { noteUntold } from './note-untold.js';
import { type EndFacts, noteCompleteness, settle } from './round-end.js';
import { cutWindows } from './windows.js';

const KEPT_DAYS = 7;

/**
 * Makes a round that reaches back to the longest call: a far one, or one that was asked for. Where one makes progress, it
 * stands in its place; one that only rests is replaced, and what it could not read stays open in the new one.
 *
 * @returns the round that is under way now
 */
export async function makeFar(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  planned: PlannedRound,
  facts: EndFacts,
): Promise<RoundEntity> {
  const open = await openRound(em, connection, ['far', 'manual']);
  if (open !== null && (await makesProgress(em, open))) return open;
  const { intervals, now } = facts;
  const round = newRound(em, connection, planned, now);
  if (open !== null) await handOver(em, connection, open, round, facts);
  await em.flush();
  const spans = outsideOfFailing(await openWindowsOf(em, connection), planned.window);
  await addWindows(em, connection, round, spans, facts);
  connection.nextFarAt = after(now, intervals.farMs);
  connection.nextNearAt = after(now, intervals.nearMs);
  await forgetOldRounds(em, connection);
  return round;
}

/** Makes a reconciliation, unless there is nothing to compare or one makes progress; one that only rests ends. */
export async function makeReconciliation(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  planned: PlannedRound,
  facts: EndFacts,
): Promise<void> {
  const { intervals, now } = facts;
  const { from, to } = planned.window;
  connection.nextReconciliationAt = after(now, intervals.reconcileMs);
  const open = await openRound(em, connection, [planned.kind]);
  if (from >= to || (open !== null && (await makesProgress(em, open)))) return;
  if (open !== null) await replace(em, open, [], facts);
  // What the days that it looks at have told is told anew: somebody may have been known to be gone too late.
  if ((connection.forgetsAfterDays ?? 0) < COMPARED_DAYS) connection.forgetsAfterDays = null;
  await addWindows(em, connection, newRound(em, connection, planned, now), [planned.window], facts);
}

/** The history is one round, whatever is added to it later. */
export async function makeHistory(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  { kind, window }: PlannedRound,
  facts: EndFacts,
): Promise<void> {
  const { now, intervals, listing } = facts;
  const present = await em.findOne(RoundEntity, { connectionId: connection.id, kind });
  const round = present ?? newRound(em, connection, { kind, window }, now);
  Object.assign(round, { fromAt: window.from, outcome: 'running', finishedAt: null });
  Object.assign(connection, { historyFrom: window.from, keptFrom: null, completeUntil: null, movedAt: now });
  if (connection.walkedUntil === null) {
    connection.walkedUntil = after(window.to, -listing.settleMs);
    connection.nextNearAt = after(now, intervals.nearMs);
    connection.nextFarAt = after(now, intervals.farMs);
  }
  await addWindows(em, connection, round, [window], facts);
}

/** A round of one of these kinds that has not ended. */
export async function openRound(
  em: SqlEntityManager,
  { id: connectionId }: ConnectionEntity,
  kinds: readonly RoundKind[],
): Promise<RoundEntity | null> {
  const outcome = { $in: ['running' as const, 'parked' as const] };
  return await em.findOne(RoundEntity, { connectionId, kind: { $in: [...kinds] }, outcome });
}

/** Whether a round has something to walk that has not just failed. */
export async function makesProgress(em: SqlEntityManager, { id }: RoundEntity): Promise<boolean> {
  return (await em.count(FetchWindowEntity, { roundId: id, doneAt: null, problem: null })) > 0;
}

export function newRound(
  em: SqlEntityManager,
  { id: connectionId, tenantId }: ConnectionEntity,
  { kind, window: { from, to } }: PlannedRound,
  now: Date,
): RoundEntity {
  const round = em.create(RoundEntity, {
    id: randomUUID(),
    tenantId,
    connectionId,
    kind,
    fromAt: from,
    toAt: to,
    startedAt: now,
  });
  em.persist(round);
  return round;
}

/**
 * What a resting round has walked counts, and its open windows go over to the next one, where each is tried again for
 * itself. Of one that has walked nothing only the pieces do: the next one asks for the rest again.
 */
async function handOver(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  before: RoundEntity,
  round: RoundEntity,
  facts: EndFacts,
): Promise<void> {
  const windows = await em.find(FetchWindowEntity, { roundId: before.id });
  const hasWalked = windows.some(({ doneAt, isPiece }) => doneAt !== null && !isPiece);
  const kept = windows.filter(({ doneAt, isPiece }) => doneAt === null && (hasWalked || isPiece));
  if (hasWalked) {
    await noteUntold(em, connection, before, windows, facts);
    settle(connection, before, windows, facts);
  }
  for (const window of kept) {
    window.roundId = round.id;
    if (round.kind === 'manual') window.resumeAt = null;
  }
  await replace(em, before, kept, facts);
  if (hasWalked) await noteCompleteness(em, connection, facts.now);
}

/** Ends a round that another one takes the place of. */
export async function replace(
  em: SqlEntityManager,
  round: RoundEntity,
  kept: readonly FetchWindowEntity[],
  { now }: Pick<EndFacts, 'now'>,
): Promise<void> {
  Object.assign(round, { outcome: 'failed', finishedAt: now });
  await em.flush();
  await em.nativeDelete(FetchWindowEntity, {
    roundId: round.id,
    doneAt: null,
    id: { $nin: kept.map(({ id }) => id) },
  });
}

export async function addWindows(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  round: RoundEntity,
  spans: readonly TimeWindow[],
  { listing: { maxWindowMs: longestMs } }: EndFacts,
): Promise<void> {
  const { id: connectionId, tenantId, walkedUntil } = connection;
  const facts = { longestMs, pagesADay: await pagesADay(em, connection) };
  for (const window of spans.flatMap((span) => cutWindows(round.kind, span, facts))) {
    em.persist(
      em.create(FetchWindowEntity, {
        id: randomUUID(),
        tenantId,
        connectionId,
        roundId: round.id,
        fromAt: window.from,
        toAt: window.to,
        claimedUntil: round.kind === 'history' || walkedUntil === null ? null : claimOf(window, walkedUntil),
      }),
    );
  }
  await em.flush();
}

/** What the last walk over days came to. */
async function pagesADay(em: SqlEntityManager, { id, tenantId }: ConnectionEntity): Promise<number> {
  const [last] = await em.execute<{ pages: number }[]>(
    `select sum(walked.pages) / greatest(sum(extract(epoch from walked.to_at - walked.from_at)) / 86400, 1)::float8 as pages
     from phone_system.fetch_window walked
     where walked.round_id = (
       select id from phone_system.round
       where connection_id = ? and tenant_id = ? and outcome = 'done' and kind in ('history', 'far', 'manual')
       order by finished_at desc limit 1)`,
    [id, tenantId],
  );
  return Number(last?.pages ?? 0);
}

async function forgetOldRounds(em: SqlEntityManager, { id, tenantId }: ConnectionEntity): Promise<void> {
  await em.execute(
    `with old as (
       delete from phone_system.round where connection_id = ? and tenant_id = ? and kind <> 'history'
         and finished_at < clock_timestamp() - ? * interval '1 day' returning id)
     delete from phone_system.fetch_window where tenant_id = ? and round_id in (select id from old)`,
    [id, tenantId, KEPT_DAYS, tenantId],
  );
}
