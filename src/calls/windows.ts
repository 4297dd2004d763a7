import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A window of so many pages is worth a walk of its own. */
const PAGES_A_WINDOW = 20;
/** The far end of a longer history: a week, since less may have no workday. Its windows, and those of its very last day. */
const END_MS = 7 * DAY_MS;
const END_WINDOW_MS = 3 * HOUR_MS;
const LAST_WINDOW_MS = HOUR_MS;

/** What decides how long windows may be. */
export interface WindowFacts {
  /** The longest window that the vendor lists. */
  readonly longestMs?: number;
  /** How many pages a day of this account had when it was last walked. */
  readonly pagesADay?: number;
}

/**
 * Cuts a round's span into windows, newest first: what people look at first is there first. Several are walked at once,
 * each page after page, so a window is no longer than a day, and where days are known to be long, than some pages are
 * worth. What a history begins with is not known: its last windows are short, so that its walks end together and no
 * single one is waited for. A reconciliation remembers every call that its walk was told of: an hour of them.
 */
export function cutWindows(
  kind: RoundKind,
  { from, to }: TimeWindow,
  { longestMs = DAY_MS, pagesADay = 0 }: WindowFacts = {},
): TimeWindow[] {
  const worthAWalkMs = Math.max(HOUR_MS, (DAY_MS * PAGES_A_WINDOW) / Math.max(pagesADay, PAGES_A_WINDOW));
  const usualMs = Math.min(longestMs, kind === 'reconciliation' ? HOUR_MS : worthAWalkMs);
  const isLongHistory = kind === 'history' && to.getTime() - from.getTime() > END_MS;
  const shortBefore = isLongHistory ? from.getTime() + END_MS : -Infinity;
  const windows: TimeWindow[] = [];
  for (let end = to.getTime(); end > from.getTime();) {
    const endMs = end - from.getTime() <= DAY_MS ? LAST_WINDOW_MS : END_WINDOW_MS;
    const step = end <= shortBefore ? Math.min(usualMs, endMs) : Math.min(usualMs, end - shortBefore);
    const start = Math.max(from.getTime(), Math.floor(end - step));
    windows.push({ from: new Date(start), to: new Date(end) });
    end = start;
  }
  return windows;
}
