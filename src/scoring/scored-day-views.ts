import type { CallDirection, CallOutcome } from '../contract/index.js';
import type { Day } from '../support/days.js';
import type { DayState, WhyUnknown } from './day-states.js';
import type { ObjectionView } from './objection-view.js';
import type { StoredExplanation } from './stored-explanation.js';
import { SENTENCE_GONE, titleOf } from './wording.js';

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
  /** What became of its time on this day, in one sentence. */
  readonly text: string;
}

/** Whether a day's figures are all that there is. */
export interface Knowledge {
  /** False where calls of the day may be unknown for now or for good: its figures are what is known so far. */
  readonly known: boolean;
  /** Null where it is known. */
  readonly why: WhyUnknown | null;
}

/** An employee's day with its score and all that explains it. */
export interface DayView extends Pick<DayState, 'mapped' | 'complete'>, Knowledge {
  readonly employeeId: string;
  readonly day: Day;
  readonly timeZone: string;
  /** What of it counts at all, in one sentence: inside which work shift, in which zone. */
  readonly terms: string;
  /** False once its calls were deleted by retention: its score stays as it is, and `inputs` lists what lasts on at most. */
  readonly callsKept: boolean;
  /** Why it could not be scored as it is now; null where it was, or simply waits. */
  readonly problem: DayProblem | null;
  /** What was objected to about it and its calls, oldest first. */
  readonly objections: readonly ObjectionView[];
  /** Null where nothing of the day is stored and nobody will ever know all of it, as `countedSeconds` then. */
  readonly score: number | null;
  readonly countedSeconds: number | null;
  readonly inputs: readonly DayInputView[];
  readonly because: readonly {
    readonly rule: string;
    readonly points: number;
    readonly callIds: readonly string[];
    readonly text: string;
  }[];
}

/** A day as JSON. */
export interface DayText {
  readonly text: string;
  /** Whether a call of it may be excluded: only then does it matter who excluded it. */
  readonly listsExcluded: boolean;
  /** Whether it has begun and can still change: its calls are stored, and kept. */
  readonly isOpen: boolean;
}

/** That a day could not be scored, in the words of a connection's problems. */
export interface DayProblem {
  readonly kind: 'not-scored';
  readonly message: string;
  readonly action: 'wait';
}

/** @param since when it failed first */
export const dayProblem = (since: Date): DayProblem => ({
  kind: 'not-scored',
  message:
    `This day has changed and could not be scored again since ${since.toISOString()}: it shows what was scored before. ` +
    'It is tried again by itself; if it stays so, tell the operator, whose log says why.',
  action: 'wait',
});

/** What a day comes to. */
export interface DayTotalView extends Knowledge {
  readonly day: Day;
  /** Null as of one day. */
  readonly score: number | null;
  readonly countedSeconds: number | null;
  /** How many calls it was scored from, and how many of them are flagged. */
  readonly inputs: number;
  readonly flagged: number;
  readonly complete: boolean;
  /** False once its calls were deleted by retention: its score stays as it is. */
  readonly callsKept: boolean;
}

/** What a day comes to, and why. */
export type Explanation = Pick<DayView, 'score' | 'countedSeconds' | 'inputs' | 'because'>;

/** The figures of a day of which nothing is known. */
export const NOT_KNOWN: Pick<Explanation, 'score' | 'countedSeconds'> = { score: null, countedSeconds: null };

/** The stored explanation of a day, for people; a day without one has no calls. */
export function explanationView(stored: StoredExplanation | null): Explanation {
  if (stored === null) return { score: 0, countedSeconds: 0, inputs: [], because: [] };
  return {
    score: Number(stored.score),
    countedSeconds: stored.countedMs / 1000,
    inputs: stored.inputs.map(inputView),
    because: stored.because.map(({ rule, points, callIds, text }) => ({ rule, points: Number(points), callIds, text })),
  };
}

const inputView = (input: StoredExplanation['inputs'][number]): DayInputView => ({
  callId: input.callId,
  externalId: input.externalId,
  title: titleOf({ outcome: input.outcome, counterparty: input }),
  direction: input.direction,
  internal: input.internal,
  outcome: input.outcome,
  startedAt: input.startedAt,
  connectedAt: input.connectedAt,
  endedAt: input.endedAt,
  flagged: input.flagReason !== null,
  flagReason: input.flagReason,
  countedSeconds: input.countedMs / 1000,
  points: Number(input.points),
  text: input.text || SENTENCE_GONE,
});
