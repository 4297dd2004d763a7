import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, FetchWindowEntity, type RoundEntity } from '../storage/index.js';
import { type Day, dayOf, type Zones } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { refusalOfOneMore } from './by-hand.js';
import { readAgainSince } from './announced-calls.js';
import { asksFor, type DoubtedDays, doubtedSpan } from './doubted-days.js';
import { addWindows, makesProgress, newRound, openRound, replace } from './make-round.js';
import { after, beginningOf, type PlannedRound } from './plan-rounds.js';
import type { EndFacts } from './round-end.js';
import { listedFrom } from './still-listed.js';
import { bringsBack } from './stored-again.js';

/** What a round for doubted days is made with. */
export interface AgainFacts extends EndFacts {
  readonly zones: Zones;
  /** The first day that the tenant's terms keep. */
  readonly firstKept: Date;
  /** The phone system, as the administrator knows it. */
  readonly name: string;
}

/**
 * Makes a round that asks for doubted days again, one at a time. Hold the connection's row.
 *
 * @returns it, and whether it is a new one: where one that asks for these days is open, it is that one, and what rests
 *   of it is tried at once
 * @throws Problem `invalid_span`; `fetching_again` where another one makes progress; `too_many_fetches`
 */
export async function makeAgain(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  days: DoubtedDays,
  facts: AgainFacts,
): Promise<{ readonly round: RoundEntity; readonly isNew: boolean }> {
  const { zones, firstKept, listing, name, now } = facts;
  const kept = beginningOf(connection);
  const beginning = firstKept > kept ? firstKept : kept;
  const span = doubtedSpan(days, { zones, now, beginning, listedFrom: listedFrom(listing, now), name });
  const open = await openRound(em, connection, ['again']);
  if (open !== null && asksFor(open, days, span, zones)) {
    await em.nativeUpdate(FetchWindowEntity, { roundId: open.id, doneAt: null }, { resumeAt: null });
    return { round: open, isNew: false };
  }
  if (open !== null && (await makesProgress(em, open))) throw fetchingAgain(open, zones);
  const refusal = await refusalOfOneMore(em, connection, now);
  if (refusal !== null) throw refusal;
  if (open !== null) {
    // It says that it goes on by itself.
    open.problem = null;
    await replace(em, open, [], facts);
  }
  const round = newRound(em, connection, { kind: 'again', window: span }, now);
  await addWindows(em, connection, round, [span], facts);
  return { round, isNew: true };
}

/**
 * Makes a round that asks for what is stored again of somebody, unless one that began since asks for it. Where another one
 * makes progress, it waits for that; one that rests goes on in the new one. Announced calls are read once more: they were
 * when nothing of them was stored. Somebody may have joined one that began before.
 */
export async function makeAgainOfBack(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  { kind, window }: PlannedRound,
  facts: EndFacts,
): Promise<void> {
  const open = await openRound(em, connection, [kind]);
  if (open !== null && (bringsBack(open, connection) || (await makesProgress(em, open)))) return;
  if (open !== null) await replace(em, open, [], facts);
  const from = open !== null && open.fromAt < window.from ? open.fromAt : window.from;
  const round = newRound(em, connection, { kind, window: { from, to: window.to } }, facts.now);
  await addWindows(em, connection, round, [{ from, to: window.to }], facts);
  await readAgainSince(em, connection, after(from, -facts.intervals.longestCallMs));
}

function fetchingAgain({ fromAt, toAt }: RoundEntity, zones: Zones): Problem {
  const from: Day = dayOf(fromAt, zones);
  const to: Day = dayOf(new Date(toAt.getTime() - 1), zones);
  const days = from === to ? from : `${from} to ${to}`;
  return problem('fetching_again', days);
}
