/** What is known of the windows of a history. Durations in milliseconds. */
export interface Pace {
  /** Windows that were walked to their end, and the sum of how long their walks took. */
  readonly walked: number;
  readonly walkedMs: number;
  /** Windows that were not. */
  readonly left: number;
}

/**
 * Seconds until every window has been walked, as fast as so far; null where nothing is known yet. Only walks count: what
 * a round rested, or a host was down, says nothing of how long the rest will take.
 *
 * @param atOnce how many windows are walked at once
 */
export function secondsLeft({ walked, walkedMs, left }: Pace, atOnce: number): number | null {
  if (walked === 0) return null;
  if (left === 0) return 0;
  return Math.ceil(((walkedMs / walked) * left) / Math.min(atOnce, left) / 1000);
}
