import type { TimeWindow } from '../contract/index.js';

/** What is known of a vendor and its calls. */
export interface CompletenessFacts {
  /** How long after its end the vendor may take to list a call. */
  readonly settleMs: number;
  /** The longest call that is provided for. */
  readonly longestCallMs: number;
  /** From when on calls are provided for. */
  readonly beginning: Date;
}

/** What was walked of a round that reaches back to the longest call. */
export interface WalkedSpan {
  readonly window: TimeWindow;
  /** When the walk of each of its windows began, by the vendor's clock. */
  readonly walkedFrom: readonly Date[];
}

/**
 * Up to when everything outside of open windows is stored, after a span was walked but for the windows of it that stay
 * open: every call that began since the beginning, outside of those, and ended by then. A span that leaves a gap to what
 * was walked before does not move it.
 */
export function walkedAfter(
  before: Date,
  { window, walkedFrom }: WalkedSpan,
  { settleMs, longestCallMs, beginning }: CompletenessFacts,
): Date {
  const mustReach = Math.max(before.getTime() - longestCallMs, beginning.getTime());
  if (window.from.getTime() > mustReach) return before;
  const reached = Math.min(window.to.getTime(), ...walkedFrom.map((date) => date.getTime())) - settleMs;
  return new Date(Math.max(before.getTime(), reached));
}

/**
 * Up to when everything is stored or set aside. It never goes back.
 *
 * @param walkedUntil as {@link walkedAfter} says
 * @param open of each open window up to when its calls are stored, null where that is not known; of announced calls that
 * were not read, until just before the first of them began
 */
export function completeAfter(before: Date | null, walkedUntil: Date, open: readonly (Date | null)[]): Date | null {
  const claims = open.flatMap((claim) => claim?.getTime() ?? []);
  if (claims.length < open.length) return before;
  return new Date(Math.max(before?.getTime() ?? -Infinity, Math.min(walkedUntil.getTime(), ...claims)));
}

/**
 * Up to when the calls that began within a window are stored before it is walked: none of them has ended before it began,
 * and what was walked already holds on.
 */
export const claimOf = ({ from }: Pick<TimeWindow, 'from'>, walkedUntil: Date): Date =>
  walkedUntil >= from ? walkedUntil : new Date(from.getTime() - 1);
