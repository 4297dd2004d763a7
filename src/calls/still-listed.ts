import type { ListingFacts, TimeWindow } from '../contract/index.js';

/** From when on the vendor lists calls at an instant; null where it lists them however old they are. */
export const listedFrom = ({ historyMs }: Pick<ListingFacts, 'historyMs'>, now: Date): Date | null =>
  historyMs === undefined ? null : new Date(now.getTime() - historyMs);

/** The part of a window that the vendor still lists; null where it lists nothing of it, and is asked for nothing. */
export function stillListed(
  window: TimeWindow,
  listing: Pick<ListingFacts, 'historyMs'>,
  now: Date,
): TimeWindow | null {
  const first = listedFrom(listing, now);
  if (first === null || first <= window.from) return window;
  return first < window.to ? { from: first, to: window.to } : null;
}
