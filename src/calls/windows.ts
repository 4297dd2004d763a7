import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Cuts a round's span into windows of at most a day, newest first: what people look at first is there first. A
 * reconciliation remembers every call that its walk was told of, so its windows are no longer than an hour.
 *
 * @param longestMs the longest window that the vendor lists
 */
export function cutWindows(kind: RoundKind, { from, to }: TimeWindow, longestMs: number = DAY_MS): TimeWindow[] {
  const step = Math.min(kind === 'reconciliation' ? HOUR_MS : DAY_MS, longestMs);
  const windows: TimeWindow[] = [];
  for (let end = to.getTime(); end > from.getTime(); end -= step) {
    windows.push({ from: new Date(Math.max(from.getTime(), end - step)), to: new Date(end) });
  }
  return windows;
}
