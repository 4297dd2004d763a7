import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';

/** Every kind, the most urgent first. */
export const ROUND_KINDS: readonly RoundKind[] = ['manual', 'near', 'far', 'history', 'reconciliation'];

/** Those that nothing may keep waiting. */
export const URGENT_KINDS: readonly RoundKind[] = ['manual', 'near'];

const HOUR_MS = 3_600_000;
const COMPARED_MS = 7 * 24 * HOUR_MS;

/** How often rounds are made and how far they reach back, in milliseconds. */
export interface RoundIntervals {
  readonly nearMs: number;
  readonly farMs: number;
  /** The longest call that is provided for. */
  readonly longestCallMs: number;
  readonly reconcileMs: number;
}

/** What decides whether a round is due. */
export interface FetchState {
  readonly historyFrom: Date;
  /** Whether the history was ever begun, and whether it was walked to its end. */
  readonly history: 'none' | 'begun' | 'done';
  readonly completeUntil: Date | null;
  readonly nextNearAt: Date | null;
  readonly nextFarAt: Date | null;
  readonly nextReconciliationAt: Date | null;
  /** The kinds of rounds that are under way or rest. None of them is made a second time meanwhile. */
  readonly open: ReadonlySet<RoundKind>;
}

/** A round to make, and when the next of its kind is due. */
export interface PlannedRound {
  readonly kind: RoundKind;
  readonly window: TimeWindow;
}

export interface RoundPlan {
  readonly rounds: readonly PlannedRound[];
  readonly nextNearAt: Date;
  readonly nextFarAt: Date | null;
  readonly nextReconciliationAt: Date | null;
}

/** Which rounds are due at an instant. A far round covers a near one, so they are never made together. */
export function planRounds(state: FetchState, intervals: RoundIntervals, now: Date): RoundPlan {
  const rounds: PlannedRound[] = [];
  if (state.history === 'none') {
    rounds.push({ kind: 'history', window: { from: state.historyFrom, to: now } });
  }
  const farDue = state.history === 'done' && isDue(state.nextFarAt, now);
  const nearDue = farDue || state.history === 'none' || isDue(state.nextNearAt, now);
  const farOpen = state.open.has('far') || state.open.has('manual');
  if (farDue && !farOpen) rounds.push({ kind: 'far', window: farWindow(state, intervals, now) });
  else if (nearDue && state.history !== 'none' && !state.open.has('near')) {
    rounds.push({ kind: 'near', window: nearWindow(state, intervals, now) });
  }
  const comparisonDue = state.history === 'done' && isDue(state.nextReconciliationAt, now);
  const compared = comparedWindow(state, now);
  if (comparisonDue && compared !== null && !state.open.has('reconciliation')) {
    rounds.push({ kind: 'reconciliation', window: compared });
  }
  return {
    rounds,
    nextNearAt: nearDue || state.nextNearAt === null ? after(now, intervals.nearMs) : state.nextNearAt,
    nextFarAt: farDue ? after(now, intervals.farMs) : state.nextFarAt,
    nextReconciliationAt: comparisonDue ? after(now, intervals.reconcileMs) : state.nextReconciliationAt,
  };
}

/**
 * When the next round of a kind is due after one that has ended: from what that one covered, which lies back when it
 * had to rest.
 */
export function dueAfter(planned: Date | null, round: PlannedRound, everyMs: number): Date | null {
  if (planned === null) return null;
  return new Date(Math.min(planned.getTime(), round.window.to.getTime() + everyMs));
}

/**
 * The window of a far round: back to the longest call that may still have been going on when everything was complete,
 * so that after a gap of any length nothing between is left out.
 */
export function farWindow(
  { completeUntil, historyFrom }: Pick<FetchState, 'completeUntil' | 'historyFrom'>,
  { longestCallMs }: RoundIntervals,
  now: Date,
): TimeWindow {
  const since = Math.min(completeUntil?.getTime() ?? now.getTime(), now.getTime()) - longestCallMs;
  return { from: new Date(Math.max(since, historyFrom.getTime())), to: now };
}

/** A near round reaches back to what an ordinary call lasts. */
function nearWindow({ historyFrom }: FetchState, { nearMs, longestCallMs }: RoundIntervals, now: Date): TimeWindow {
  const reach = Math.min(longestCallMs, HOUR_MS + nearMs);
  return { from: new Date(Math.max(now.getTime() - reach, historyFrom.getTime())), to: now };
}

/** What a reconciliation compares: the last seven days of what is claimed to be complete, or null where that is nothing. */
function comparedWindow({ completeUntil, historyFrom }: FetchState, now: Date): TimeWindow | null {
  if (completeUntil === null) return null;
  const to = Math.min(completeUntil.getTime(), now.getTime());
  const from = Math.max(to - COMPARED_MS, historyFrom.getTime());
  return from < to ? { from: new Date(from), to: new Date(to) } : null;
}

const isDue = (at: Date | null, now: Date): boolean => at === null || at.getTime() <= now.getTime();

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
