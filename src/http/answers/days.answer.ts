import { ApiProperty } from '../describing.js';
import type { CallDirection, CallOutcome, Explained } from '../../contract/index.js';
import { WHY_UNKNOWN, type WhyUnknown } from '../../scoring/index.js';
import { asciiJson } from '../../support/json.js';
import { ApiExplain, NOT_TOLD } from './explain.js';
import { ObjectionOnDayAnswer } from './objection.answer.js';
import { StoppageAnswer } from './connection.answer.js';

/** One call in a day, with what it earned there. */
export class DayInputAnswer {
  @ApiProperty({ description: "The platform's id.", format: 'uuid' })
  readonly callId: string;

  @ApiProperty({ description: "The vendor's id.", example: '5551234567890123' })
  readonly externalId: string;

  @ApiProperty({ example: 'Call to +1 415 555 0134' })
  readonly title: string;

  @ApiProperty({ enum: ['inbound', 'outbound'] })
  readonly direction: CallDirection;

  @ApiProperty({ description: 'Whether the other party is a colleague.' })
  readonly internal: boolean;

  @ApiProperty({ enum: ['answered', 'unanswered', 'missed', 'voicemail'] })
  readonly outcome: CallOutcome;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null where nobody spoke.' })
  readonly connectedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly endedAt: string;

  @ApiProperty({ description: 'Shown, and not counted.' })
  readonly flagged: boolean;

  @ApiProperty({ type: String, enum: ['excluded', 'voicemail', 'too-short'], nullable: true })
  readonly flagReason: string | null;

  @ApiProperty({ description: 'Talk that is credited on this day.', example: 600 })
  readonly countedSeconds: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: `All that it earned on this day, before the cap. ${NOT_TOLD}`,
    example: 12.345,
  })
  readonly points: number | null;

  @ApiProperty({
    description: 'What became of its time on this day: how much of it lies on other days, was counted for other calls.',
    example: 'Talked 23:50 – 00:10 on Nov 21, 20 min, 10 min of it on this day: all counted.',
  })
  readonly text: string;
}

/** One line of why a day scores what it does. */
export class DayReasonAnswer {
  @ApiProperty({ example: 'talk-outbound' })
  readonly rule: string;

  @ApiProperty({ type: Number, nullable: true, description: NOT_TOLD, example: 10 })
  readonly points: number | null;

  @ApiProperty({
    type: [String],
    description: 'The calls behind it.',
    example: ['a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11'],
  })
  readonly callIds: readonly string[];

  @ApiProperty({ example: 'Outgoing calls: 10 min counted in 1 call, at 1 point a minute: 10 points.' })
  readonly text: string;
}

const NO_SCORE = `Null where nothing is known of the day and nothing will be, as the counted time then. ${NOT_TOLD}`;

/** Whether a day is known. */
export class KnowledgeAnswer {
  @ApiProperty({
    description:
      'Whether the day’s figures are all that there is. Where it is false, calls may be missing, for now or for good. Where nothing of it is stored and nothing will be, `score` and `countedSeconds` are null, and not 0.',
  })
  readonly known: boolean;

  @ApiProperty({
    type: String,
    enum: [...WHY_UNKNOWN],
    nullable: true,
    description:
      'Why the day is not known: it is still to come, no calls of the employee are stored of it since the host says so, the employee was nobody in the phone system on it, it lies (in part) before the first calls that were ever fetched, the phone system no longer tells about it, or calls may still be added.',
  })
  readonly why: WhyUnknown | null;
}

/** An employee's day, with its calls and why it scores what it does. */
export class DayAnswer extends KnowledgeAnswer {
  @ApiProperty({ example: 'e1' })
  readonly employeeId: string;

  @ApiProperty({ format: 'date', example: '2026-11-20' })
  readonly day: string;

  @ApiProperty({ description: 'Where the day begins and ends.', example: 'America/New_York' })
  readonly timeZone: string;

  @ApiProperty({
    description: 'What of the day counts at all, also where nothing of it was outside.',
    example: 'Talk counts inside the work shift (Mon–Fri 09:00–17:30, America/New_York) only.',
  })
  readonly terms: string;

  @ApiProperty({ description: 'Whether the employee was somebody in the phone system on that day.' })
  readonly mapped: boolean;

  @ApiProperty({
    description:
      'Whether every call that had ended when the day did is stored and scored. A call that goes on over midnight comes when it has ended. False on the first day of the history, into which a call may last that began before it.',
  })
  readonly complete: boolean;

  @ApiProperty({
    description:
      'False once the calls of the day were deleted because they are older than the tenant keeps calls. Score, counted time and `because` then stay as they are for good, and `inputs` lists those calls no longer, but for one that lasts into a later day.',
  })
  readonly callsKept: boolean;

  @ApiProperty({
    type: StoppageAnswer,
    nullable: true,
    description: 'Of the kind `not-scored` while the day cannot be scored as it is now, and shows its earlier score.',
  })
  readonly problem: StoppageAnswer | null;

  @ApiProperty({
    description: 'Whether whoever asks may let calls of this day not count, and count again, but for `staysExcluded`.',
  })
  readonly mayExclude: boolean;

  @ApiProperty({
    type: [String],
    description:
      'The excluded calls about which whoever asks may not decide, by their `callId`: whoever excluded them may, and the same right or a higher one, and nobody for a call of their own. Empty where `mayExclude` is false.',
    example: [],
  })
  readonly staysExcluded: readonly string[];

  @ApiExplain()
  readonly explain: Explained;

  @ApiProperty({
    description:
      'Whether whoever asks may object to the day and its calls: it is theirs, has begun, is stored, and keeps its calls.',
  })
  readonly mayObject: boolean;

  @ApiProperty({
    type: [ObjectionOnDayAnswer],
    description:
      'What the employee objected to about the day and its calls, and what they were answered; oldest first.',
  })
  readonly objections: readonly ObjectionOnDayAnswer[];

  @ApiProperty({ type: Number, nullable: true, description: `With two places. ${NO_SCORE}`, example: 15.5 })
  readonly score: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 900 })
  readonly countedSeconds: number | null;

  @ApiProperty({ type: [DayInputAnswer] })
  readonly inputs: readonly DayInputAnswer[];

  @ApiProperty({ type: [DayReasonAnswer] })
  readonly because: readonly DayReasonAnswer[];
}

/** A day's text with what the caller is told and may do: in front of it, since reading and writing the rest anew takes its time. */
export const dayAnswerText = (
  day: string,
  asker: Pick<DayAnswer, 'explain' | 'mayExclude' | 'staysExcluded' | 'mayObject'>,
): string => `${asciiJson(asker).slice(0, -1)},${day.slice(1)}`;

/** The totals of one day. */
export class DayTotalAnswer extends KnowledgeAnswer {
  @ApiProperty({ format: 'date', example: '2026-11-20' })
  readonly day: string;

  @ApiProperty({ type: Number, nullable: true, description: NO_SCORE, example: 15.5 })
  readonly score: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 900 })
  readonly countedSeconds: number | null;

  @ApiProperty({ description: 'How many calls the day was scored from.', example: 4 })
  readonly inputs: number;

  @ApiProperty({ description: 'How many of them are flagged.', example: 1 })
  readonly flagged: number;

  @ApiProperty()
  readonly complete: boolean;

  @ApiProperty({
    description:
      'False once the calls of the day were deleted because they are older than the tenant keeps calls: its totals stay for good.',
  })
  readonly callsKept: boolean;
}

/** Every day of the span, empty ones too. */
export class DayTotalsAnswer {
  @ApiExplain()
  readonly explain: Explained;

  @ApiProperty({ type: [DayTotalAnswer] })
  readonly items: readonly DayTotalAnswer[];
}
