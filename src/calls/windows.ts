import type { TimeWindow } from '../contract/index.js';

const DAY_MS = 86_400_000;

/**
 * Cuts a span into windows of at most a day (or less, where the vendor lists no more at once), newest first: what
 * people look at first is there first.
 *
 * @param longestMs the longest window that the vendor lists
 */
export function cutWindows({ from, to }: TimeWindow, longestMs: number = DAY_MS): TimeWindow[] {
  const step = Math.min(DAY_MS, longestMs);
  const windows: TimeWindow[] = [];
  for (let end = to.getTime(); end > from.getTime(); end -= step) {
    windows.push({ from: new Date(Math.max(from.getTime(), end - step)), to: new Date(end) });
  }
  return windows;
}
