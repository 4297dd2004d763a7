import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';

/** A round that was walked to its end. */
export interface WalkedRound {
  readonly kind: RoundKind;
  readonly window: TimeWindow;
  /** When the walk of each of its windows began, by the vendor's clock. */
  readonly walkedFrom: readonly Date[];
}

/**
 * Up to when everything is stored, after one more round: every call that began since the history's beginning and ended
 * by then. Only rounds that reach back to the longest call move it, and only those that leave no gap to what was
 * complete before; it never goes back.
 *
 * @param settleMs how long after its end the vendor may take to list a call
 * @param longestCallMs the longest call that is provided for
 */
export function completeAfter(
  before: Date | null,
  round: WalkedRound,
  { settleMs, longestCallMs, historyFrom }: { settleMs: number; longestCallMs: number; historyFrom: Date },
): Date | null {
  const starts = round.walkedFrom.map((date) => date.getTime());
  const reached = Math.min(round.window.to.getTime(), ...starts) - settleMs;
  if (round.kind === 'history') return new Date(Math.max(reached, before?.getTime() ?? reached));
  if (before === null || (round.kind !== 'far' && round.kind !== 'manual')) return before;
  const mustReach = Math.max(before.getTime() - longestCallMs, historyFrom.getTime());
  if (round.window.from.getTime() > mustReach) return before;
  return new Date(Math.max(before.getTime(), reached));
}
