import { ApiProperty } from '../describing.js';
import { isAmong, type Subordinate } from '../../access/index.js';
import type { CallDirection, CallOutcome, Caller, Explained } from '../../contract/index.js';
import { type CallView, inMinutes, mayInclude } from '../../scoring/index.js';
import { ApiExplain, NOT_TOLD } from './explain.js';
import { ObjectionOnDayAnswer } from './objection.answer.js';
import { MAY_EXCLUDE, MAY_READ } from '../who-may.js';

/** Whose call it is. */
export class CallEmployeeAnswer {
  @ApiProperty({ example: 'e1' })
  readonly id: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly name: string;
}

/** The other party. */
export class CounterpartyAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'Null where it was withheld.', example: '+14155550134' })
  readonly number: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Robin Vale' })
  readonly name: string | null;

  @ApiProperty({ description: 'Whether it is a colleague.' })
  readonly internal: boolean;
}

/** A queue, department or menu that the call went through. */
export class CallGroupAnswer {
  @ApiProperty({ example: '5559876543210987' })
  readonly externalId: string;

  @ApiProperty({ type: String, nullable: true, example: 'Support' })
  readonly name: string | null;
}

/** What the call earned on one day. */
export class CreditAnswer {
  @ApiProperty({ format: 'date', example: '2026-11-20' })
  readonly day: string;

  @ApiProperty({ example: 600 })
  readonly countedSeconds: number;

  @ApiProperty({ type: Number, nullable: true, description: NOT_TOLD, example: 10 })
  readonly points: number | null;

  @ApiProperty({
    example: 'Talked 10:06–10:15, 9 min: 5 min counted; 4 min already counted for “Call with Ann Lee” (10:00–10:10).',
  })
  readonly text: string;
}

/** Another record of the same conversation. */
export class ConversationAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly callId: string;

  @ApiProperty({ example: '5551234567890124' })
  readonly externalId: string;

  @ApiProperty({ type: CallEmployeeAnswer, nullable: true })
  readonly employee: CallEmployeeAnswer | null;

  @ApiProperty({ enum: ['inbound', 'outbound'] })
  readonly direction: CallDirection;

  @ApiProperty({ enum: ['answered', 'unanswered', 'missed', 'voicemail'] })
  readonly outcome: CallOutcome;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly connectedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly endedAt: string;

  @ApiProperty({ type: CallGroupAnswer, nullable: true })
  readonly group: CallGroupAnswer | null;

  @ApiProperty({ description: 'Whether whoever asks may open it.' })
  readonly mayOpen: boolean;
}

/** That a manager or administrator left the call out of the score. */
export class ExclusionAnswer {
  @ApiProperty({ type: CallEmployeeAnswer })
  readonly by: CallEmployeeAnswer;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({
    type: String,
    enum: ['admin', 'manager'],
    nullable: true,
    description: 'By what right; null where that is not known, which counts as an administrator’s.',
  })
  readonly as: 'admin' | 'manager' | null;

  @ApiProperty({ description: 'Why, in their words; may be empty.', example: 'A test of the new headset' })
  readonly note: string;

  @ApiProperty({
    description:
      'Whether whoever asks may let it count again: who excluded it, or the same right or a higher one, and nobody for a call of their own.',
  })
  readonly mayInclude: boolean;
}

/** One call: one person's part in one conversation. */
export class CallAnswer {
  @ApiProperty({ description: "The platform's id.", format: 'uuid' })
  readonly callId: string;

  @ApiProperty({ description: "The vendor's id.", example: '5551234567890123' })
  readonly externalId: string;

  @ApiProperty({ type: CallEmployeeAnswer, nullable: true, description: 'Null where it is nobody who is mapped.' })
  readonly employee: CallEmployeeAnswer | null;

  @ApiProperty({ enum: ['inbound', 'outbound'] })
  readonly direction: CallDirection;

  @ApiProperty({ enum: ['answered', 'unanswered', 'missed', 'voicemail'] })
  readonly outcome: CallOutcome;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null where nobody spoke.' })
  readonly connectedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly endedAt: string;

  @ApiProperty({ type: CounterpartyAnswer })
  readonly counterparty: CounterpartyAnswer;

  @ApiProperty({ type: CallGroupAnswer, nullable: true })
  readonly group: CallGroupAnswer | null;

  @ApiProperty()
  readonly transferred: boolean;

  @ApiProperty({ type: [String], example: [] })
  readonly labels: readonly string[];

  @ApiProperty({ description: 'Shown, and not counted.' })
  readonly flagged: boolean;

  @ApiProperty({ type: String, enum: ['excluded', 'voicemail', 'too-short'], nullable: true })
  readonly flagReason: string | null;

  @ApiProperty({ type: ExclusionAnswer, nullable: true, description: 'Null where nobody left it out.' })
  readonly exclusion: ExclusionAnswer | null;

  @ApiProperty({
    description: 'Whether whoever asks may let it not count now, or, where it is left out, count again.',
  })
  readonly mayExclude: boolean;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day of whoever asks on which they may object to the call; null where there is none.',
  })
  readonly mayObjectOn: string | null;

  @ApiProperty({
    type: [ObjectionOnDayAnswer],
    description: 'What was objected to about it by people whose days whoever asks may open; oldest first.',
  })
  readonly objections: readonly ObjectionOnDayAnswer[];

  @ApiExplain()
  readonly explain: Explained;

  @ApiProperty({ type: [CreditAnswer], description: 'On the days that whoever asks may open.' })
  readonly credit: readonly CreditAnswer[];

  @ApiProperty({ type: [ConversationAnswer] })
  readonly conversation: readonly ConversationAnswer[];
}

/**
 * A call as one caller is answered it.
 *
 * @param people those whose days list it or another record of its conversation, as the host's directory has them
 */
export function callAnswer(
  { owners, conversation, exclusion, objections, ...call }: CallView,
  people: readonly Subordinate[],
  caller: Caller,
  explain: Explained,
): CallAnswer {
  const among = (ids: readonly string[]): readonly Subordinate[] => people.filter(({ id }) => ids.includes(id));
  const mayOpen = (ids: readonly string[]): boolean => isAmong(MAY_READ, caller, among(ids));
  const mayDecide = isAmong(MAY_EXCLUDE, caller, among(owners));
  const staysExcluded =
    exclusion !== null && !mayInclude(caller, { excludedBy: exclusion.by.id, excludedAs: exclusion.as }, owners);
  const mayExclude = mayDecide && !staysExcluded;
  return {
    ...call,
    exclusion: exclusion && { ...exclusion, mayInclude: mayExclude },
    mayExclude,
    mayObjectOn: call.credit.find(({ employeeId, frozen }) => employeeId === caller.employeeId && !frozen)?.day ?? null,
    objections: objections.flatMap(({ employee, day: _, ...objection }) => (mayOpen([employee.id]) ? [objection] : [])),
    explain,
    credit: call.credit
      .filter(({ employeeId }) => mayOpen([employeeId]))
      .map(({ employeeId: _, frozen: __, ...credit }) => (explain === 'minutes' ? inMinutes(credit) : credit)),
    conversation: conversation.map(({ owners: theirs, ...record }) => ({ ...record, mayOpen: mayOpen(theirs) })),
  };
}
