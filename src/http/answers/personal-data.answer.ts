import { ApiProperty } from '../describing.js';
import type { Explained } from '../../contract/index.js';
import type { StoredPerson } from '../../privacy/index.js';
import { inMinutes, lineInMinutes } from '../../scoring/index.js';
import { countedMsOf, type LookedAt } from '../../storage/index.js';
import { AuditEntryAnswer, auditEntryAnswer } from './audit.answer.js';
import { CreditAnswer } from './call.answer.js';
import { NOT_TOLD } from './explain.js';
import { LOOKED_AT, ReaderAnswer } from './readers.answer.js';
import {
  acknowledgementAnswer,
  employeeAnswer,
  KeptAnswer,
  StoredAcknowledgementAnswer,
  StoredEmployeeAnswer,
  storedMappingAnswer,
  StoredMappingAnswer,
  StoredObjectionAnswer,
  StoredPhoneUserAnswer,
  storedPhoneUserAnswer,
  WholeCallAnswer,
  wholeCallAnswer,
} from './stored.answer.js';

/** A phone user who might be the employee. */
export class StoredCandidateAnswer {
  @ApiProperty({ example: '5551234567890124' })
  readonly phoneUserId: string;

  @ApiProperty({ enum: ['email', 'phone', 'name'], description: 'What the two have in common.' })
  readonly on: string;
}

/** A call of theirs with all that is stored of it. */
export class StoredCallAnswer extends WholeCallAnswer {
  @ApiProperty({ type: [CreditAnswer], description: 'What it earned on each of their days, and why.' })
  readonly credit: readonly CreditAnswer[];
}

/** A scored day. */
export class StoredDayAnswer {
  @ApiProperty({ format: 'date' })
  readonly day: string;

  @ApiProperty({ type: Number, nullable: true, description: NOT_TOLD, example: 15.5 })
  readonly score: number | null;

  @ApiProperty({ example: 900 })
  readonly countedSeconds: number;

  @ApiProperty({
    type: [String],
    description: 'How the score came about; which time counted, for who is told minutes alone.',
    example: ['Outgoing calls: 10 min counted in 1 call, at 1 point a minute: 10 points.'],
  })
  readonly because: readonly string[];
}

/** At whom they looked, in an hour. */
export class StoredLookAnswer {
  @ApiProperty({ description: "The host's id of whose it is.", example: 'e5' })
  readonly employeeId: string;

  @ApiProperty({ enum: [...LOOKED_AT] })
  readonly what: LookedAt;

  @ApiProperty({ format: 'date-time', description: 'The first time in the hour.' })
  readonly at: string;
}

/** Everything that is stored about one employee. */
export class PersonalDataAnswer {
  @ApiProperty({ format: 'date-time' })
  readonly exportedAt: string;

  @ApiProperty({ type: StoredEmployeeAnswer })
  readonly employee: StoredEmployeeAnswer;

  @ApiProperty({ type: [StoredPhoneUserAnswer] })
  readonly phoneUsers: readonly StoredPhoneUserAnswer[];

  @ApiProperty({ type: [StoredMappingAnswer] })
  readonly mappings: readonly StoredMappingAnswer[];

  @ApiProperty({
    type: [StoredCandidateAnswer],
    description: 'Phone users who might be them, for an administrator to decide; strongest evidence first.',
  })
  readonly candidates: readonly StoredCandidateAnswer[];

  @ApiProperty({ type: [StoredCallAnswer] })
  readonly calls: readonly StoredCallAnswer[];

  @ApiProperty({ type: [StoredDayAnswer] })
  readonly days: readonly StoredDayAnswer[];

  @ApiProperty({ type: [StoredObjectionAnswer], description: 'What they objected to, and what they were answered.' })
  readonly objections: readonly StoredObjectionAnswer[];

  @ApiProperty({ type: [StoredAcknowledgementAnswer], description: 'What they acknowledged of the notice.' })
  readonly acknowledgements: readonly StoredAcknowledgementAnswer[];

  @ApiProperty({ type: [ReaderAnswer], description: 'Who looked at what is theirs; newest first.' })
  readonly readers: readonly ReaderAnswer[];

  @ApiProperty({ type: [StoredLookAnswer], description: 'At whom they looked; newest first.' })
  readonly looks: readonly StoredLookAnswer[];

  @ApiProperty({ type: [AuditEntryAnswer], description: 'What they did, and what was done about them.' })
  readonly actions: readonly AuditEntryAnswer[];

  @ApiProperty({ type: [KeptAnswer], description: 'How long each kind of it is kept.' })
  readonly kept: readonly KeptAnswer[];
}

export const personalDataAnswer = (stored: StoredPerson, now: Date, explain: Explained): PersonalDataAnswer => ({
  exportedAt: now.toISOString(),
  employee: employeeAnswer(stored.employee),
  phoneUsers: stored.phoneUsers.map(storedPhoneUserAnswer),
  mappings: stored.mappings.map(storedMappingAnswer),
  candidates: stored.candidates.map(({ phoneUserId, evidence }) => ({ phoneUserId, on: evidence })),
  calls: stored.calls.map(storedCallAnswer).map((call) => (explain === 'minutes' ? inMinutes(call) : call)),
  days: stored.days.map((row) => ({
    day: row.day,
    score: explain === 'minutes' ? null : Number(row.score),
    countedSeconds: countedMsOf(row) / 1000,
    because: (explain === 'minutes' ? row.because.flatMap(lineInMinutes) : row.because).map(({ text }) => text),
  })),
  objections: stored.objections.map(({ employee: _, ...objection }) => objection),
  acknowledgements: stored.acknowledgements.map(acknowledgementAnswer),
  readers: stored.readers,
  looks: stored.looks.map(({ employeeId, what, lookedAt }) => ({ employeeId, what, at: lookedAt.toISOString() })),
  actions: stored.actions.map((entry) => auditEntryAnswer(entry, explain)),
  kept: stored.kept,
});

const storedCallAnswer = ({ credit, ...stored }: StoredPerson['calls'][number]): StoredCallAnswer => ({
  ...wholeCallAnswer(stored),
  credit: credit.map(({ day, input: { countedMs, points, text } }) => ({
    day,
    countedSeconds: countedMs / 1000,
    points: Number(points),
    text,
  })),
});
