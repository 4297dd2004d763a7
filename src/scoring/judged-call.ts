import type { Interval } from '../support/intervals.js';
import type { AcceptedObjection } from './accepted-objection.js';
import type { Covered, Talk } from './credit.js';
import type { Exclusion, FlagReason } from './flags.js';
import type { ScoringRules } from './rules.js';
import type { ScoredCall } from './scored-call.js';

/** A call, what it is flagged with, and by which rules: those of the day on which its talk begins. */
export interface JudgedCall {
  readonly call: ScoredCall;
  readonly talk: Interval | null;
  readonly flag: FlagReason | null;
  readonly exclusion: Exclusion | null;
  /** The one about it that was accepted last. */
  readonly objection: AcceptedObjection | null;
  readonly rules: ScoringRules;
}

/** Talk of a call that may be credited. */
export interface JudgedTalk extends Talk {
  readonly judged: JudgedCall;
}

/** What one listed call comes to on one day. All lengths in milliseconds. */
export interface CallOnDay extends JudgedCall {
  /** Its talk on this day, of which the following three are the parts where it is not flagged. */
  readonly talkMs: number;
  readonly countedMs: number;
  readonly outsideShiftMs: number;
  /** Worked out when it is asked for: only the call's sentence needs it. */
  readonly covered: () => readonly Covered<JudgedTalk>[];
  /** Whether it earns points as a call on this day, besides its time. */
  readonly earnsAsCall: boolean;
}
