import type { WindowProgress } from '../../src/calls/walk.js';
import type { FetchWindowEntity } from '../../src/storage/index.js';

/** A window that was walked to its end; it began with no other clock than ours. */
export const walkedWhole = (window: Pick<FetchWindowEntity, 'id' | 'roundId'>, walkedFrom: Date): WindowProgress => ({
  window,
  counts: { pages: 1, records: 0, rejected: 0 },
  whole: { walkedFrom, listedAt: walkedFrom },
});
