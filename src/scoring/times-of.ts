import type { CallRecordEntity } from '../storage/index.js';

/** A record's times as they are written in answers. */
export const timesOf = ({
  startedAt,
  connectedAt,
  endedAt,
}: Pick<CallRecordEntity, 'startedAt' | 'connectedAt' | 'endedAt'>) => ({
  startedAt: startedAt.toISOString(),
  connectedAt: connectedAt?.toISOString() ?? null,
  endedAt: endedAt.toISOString(),
});
