/** What is known of the windows of a history. Durations in milliseconds. */
export interface Pace {
  /** The spans of the windows that were walked to their end, in all, and how long their walks took. */
  readonly walkedSpanMs: number;
  readonly walkedMs: number;
  /** The spans of the others, in all, and how many they are. */
  readonly leftSpanMs: number;
  readonly left: number;
}

/** Of less nobody can tell the pace: a history's last window may be of a moment only. */
const ENOUGH_MS = 3_600_000;

/**
 * Seconds until every window has been walked, as fast as so far; null where nothing is known yet. Only walks count: what
 * a round rested, or a host was down, says nothing of how long the rest will take.
 *
 * @param atOnce how many windows are walked at once
 */
export function secondsLeft({ walkedSpanMs, walkedMs, leftSpanMs, left }: Pace, atOnce: number): number | null {
  if (left === 0) return 0;
  if (walkedSpanMs < ENOUGH_MS) return null;
  return Math.ceil(((walkedMs / walkedSpanMs) * leftSpanMs) / Math.min(atOnce, left) / 1000);
}
