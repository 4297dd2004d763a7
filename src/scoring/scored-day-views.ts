import type { CallDirection, CallOutcome } from '../contract/index.js';
import type { CallRecordEntity, DayScoreEntity, StoredInput } from '../storage/index.js';
import type { Day } from '../support/days.js';
import type { DayState } from './day-states.js';
import { scoredCallOf } from './stored-calls.js';
import { titleOf } from './wording.js';

/** A call as a day lists it. Times are ISO 8601 in UTC. */
export interface DayInputView {
  readonly callId: string;
  readonly externalId: string;
  readonly title: string;
  readonly direction: CallDirection;
  readonly internal: boolean;
  readonly outcome: CallOutcome;
  readonly startedAt: string;
  readonly connectedAt: string | null;
  readonly endedAt: string;
  readonly flagged: boolean;
  readonly flagReason: string | null;
  readonly countedSeconds: number;
  /** All that it earned on this day, before the daily cap. */
  readonly points: number;
}

/** An employee's day with its score and all that explains it. */
export interface DayView extends DayState {
  readonly employeeId: string;
  readonly day: Day;
  readonly timeZone: string;
  readonly score: number;
  readonly countedSeconds: number;
  readonly inputs: readonly DayInputView[];
  readonly because: readonly {
    readonly rule: string;
    readonly points: number;
    readonly callIds: readonly string[];
    readonly text: string;
  }[];
}

/** What a day comes to. */
export interface DayTotalView {
  readonly day: Day;
  readonly score: number;
  readonly countedSeconds: number;
  /** How many calls the day lists, and how many of them are flagged. */
  readonly inputs: number;
  readonly flagged: number;
  readonly complete: boolean;
}

/** The stored explanation of a day, for people; a day without one has no calls. */
export function explanationView(
  row: DayScoreEntity | null,
  records: ReadonlyMap<string, CallRecordEntity>,
): Pick<DayView, 'score' | 'countedSeconds' | 'inputs' | 'because'> {
  if (row === null) return { score: 0, countedSeconds: 0, inputs: [], because: [] };
  return {
    score: Number(row.score),
    countedSeconds: row.countedMs / 1000,
    inputs: row.inputs.flatMap((input) => {
      const record = records.get(input.callId);
      return record === undefined ? [] : [inputView(input, record)];
    }),
    because: row.because.map(({ rule, points, callIds, text }) => ({ rule, points: Number(points), callIds, text })),
  };
}

const inputView = ({ callId, flagReason, countedMs, points }: StoredInput, record: CallRecordEntity): DayInputView => ({
  callId,
  externalId: record.externalId,
  title: titleOf(scoredCallOf(record)),
  direction: record.direction,
  internal: record.internal,
  outcome: record.outcome,
  ...timesOf(record),
  flagged: flagReason !== null,
  flagReason,
  countedSeconds: countedMs / 1000,
  points: Number(points),
});

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
