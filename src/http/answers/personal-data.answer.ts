import { stringify } from 'csv-stringify/sync';
import { ApiProperty } from '../describing.js';
import type { CallDirection, CallOutcome, Explained, PhoneNumber } from '../../contract/index.js';
import { type Kept, STORED_KINDS, type StoredKind, type StoredPerson } from '../../privacy/index.js';
import { inMinutes, lineInMinutes } from '../../scoring/index.js';
import { countedMsOf, type LookedAt, type MappingEntity, type PhoneUserEntity } from '../../storage/index.js';
import { AuditEntryAnswer, auditEntryAnswer } from './audit.answer.js';
import { CallGroupAnswer, CounterpartyAnswer, CreditAnswer } from './call.answer.js';
import { NOT_TOLD } from './explain.js';
import { ObjectionOnDayAnswer } from './objection.answer.js';
import { PhoneNumberAnswer } from './mappings.answer.js';
import { LOOKED_AT, ReaderAnswer } from './readers.answer.js';
import { disarmed } from '../../support/spreadsheet-cell.js';

/** The employee, as the host's directory last listed them. */
export class StoredEmployeeAnswer {
  @ApiProperty({ example: 'e1' })
  readonly id: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly name: string;

  @ApiProperty({ type: [String], example: ['dana@acme.example'] })
  readonly emails: readonly string[];

  @ApiProperty({ type: [String], example: ['+14155550170'] })
  readonly phones: readonly string[];

  @ApiProperty({ type: String, nullable: true, example: 'e2' })
  readonly managerId: string | null;

  @ApiProperty()
  readonly active: boolean;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The first day of which their calls are stored; null is since ever.',
  })
  readonly storedFrom: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The first day of which they no longer are; null is until further notice.',
  })
  readonly storedUntil: string | null;
}

/** An entry of a phone system's directory. */
export class StoredPhoneUserAnswer {
  @ApiProperty({ example: '5551234567890124' })
  readonly externalId: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly displayName: string;

  @ApiProperty({ type: [String], example: ['dana@acme.example'] })
  readonly emails: readonly string[];

  @ApiProperty({ type: [PhoneNumberAnswer] })
  readonly numbers: readonly PhoneNumber[];

  @ApiProperty({ example: 'active' })
  readonly status: string;
}

/** Which phone user the employee is, for a span of days. */
export class StoredMappingAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'Null is "None".', example: '5551234567890124' })
  readonly phoneUserId: string | null;

  @ApiProperty({ enum: ['auto', 'manual'] })
  readonly source: string;

  @ApiProperty({ type: String, nullable: true, example: 'email' })
  readonly matchedOn: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  readonly from: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The first day that is not meant.' })
  readonly until: string | null;
}

/** A phone user who might be the employee. */
export class StoredCandidateAnswer {
  @ApiProperty({ example: '5551234567890124' })
  readonly phoneUserId: string;

  @ApiProperty({ enum: ['email', 'phone', 'name'], description: 'What the two have in common.' })
  readonly on: string;
}

/** A manager's decision that a call does not count. */
export class StoredExclusionAnswer {
  @ApiProperty({ example: 'e2' })
  readonly by: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ example: 'A test call of the new headset' })
  readonly note: string;
}

/** A call as it is stored. */
export class WholeCallAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly callId: string;

  @ApiProperty({ example: '5551234567890123' })
  readonly externalId: string;

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

  @ApiProperty({ type: CounterpartyAnswer })
  readonly counterparty: CounterpartyAnswer;

  @ApiProperty({ type: String, nullable: true, example: '+14155550170' })
  readonly viaNumber: string | null;

  @ApiProperty({ type: CallGroupAnswer, nullable: true })
  readonly group: CallGroupAnswer | null;

  @ApiProperty()
  readonly transferred: boolean;

  @ApiProperty()
  readonly recorded: boolean;

  @ApiProperty({ type: [String], example: [] })
  readonly labels: readonly string[];

  @ApiProperty({ type: StoredExclusionAnswer, nullable: true })
  readonly exclusion: StoredExclusionAnswer | null;
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

/** What they objected to about a day of theirs. */
export class StoredObjectionAnswer extends ObjectionOnDayAnswer {
  @ApiProperty({ format: 'date' })
  readonly day: string;
}

/** A version of the notice that they acknowledged. */
export class StoredAcknowledgementAnswer {
  @ApiProperty({ example: '5f0c9d1e2b3a4c5d' })
  readonly version: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;
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

/** How long a kind of what is stored is kept. */
export class KeptAnswer implements Kept {
  @ApiProperty({ enum: [...STORED_KINDS] })
  readonly kind: StoredKind;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Null where no number of days ends it.',
    example: 400,
  })
  readonly days: number | null;

  @ApiProperty({ example: 'For 400 days.' })
  readonly until: string;
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

export const employeeAnswer = ({
  id,
  name,
  emails,
  phones,
  managerId,
  active,
  storedFrom,
  storedUntil,
}: StoredPerson['employee']): StoredEmployeeAnswer => ({
  id,
  name,
  emails,
  phones,
  managerId,
  active,
  storedFrom,
  storedUntil,
});

export const acknowledgementAnswer = ({
  version,
  acknowledgedAt,
}: StoredPerson['acknowledgements'][number]): StoredAcknowledgementAnswer => ({
  version,
  at: acknowledgedAt.toISOString(),
});

export const storedPhoneUserAnswer = ({
  externalId,
  displayName,
  emails,
  numbers,
  status,
}: PhoneUserEntity): StoredPhoneUserAnswer => ({ externalId, displayName, emails, numbers, status });

export const storedMappingAnswer = ({
  phoneUserId,
  source,
  matchedOn,
  fromDay,
  untilDay,
}: MappingEntity): StoredMappingAnswer => ({ phoneUserId, source, matchedOn, from: fromDay, until: untilDay });

/** A call with the decision that it does not count, where there is one. */
export const wholeCallAnswer = ({
  call,
  exclusion,
}: Pick<StoredPerson['calls'][number], 'call' | 'exclusion'>): WholeCallAnswer => ({
  callId: call.id,
  externalId: call.externalId,
  direction: call.direction,
  outcome: call.outcome,
  startedAt: call.startedAt.toISOString(),
  connectedAt: call.connectedAt?.toISOString() ?? null,
  endedAt: call.endedAt.toISOString(),
  counterparty: { number: call.counterpartyNumber, name: call.counterpartyName, internal: call.internal },
  viaNumber: call.viaNumber,
  group: call.groupExternalId === null ? null : { externalId: call.groupExternalId, name: call.groupName },
  transferred: call.transferred,
  recorded: call.recorded,
  labels: call.labels,
  exclusion:
    exclusion === null
      ? null
      : { by: exclusion.excludedBy, at: exclusion.excludedAt.toISOString(), note: exclusion.note },
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

/** The same as a file for a spreadsheet, which runs nothing of it: a line for each value, with where it belongs. */
export const personalDataCsv = (answer: PersonalDataAnswer): string =>
  stringify(
    Object.entries(answer).flatMap(([part, value]: [string, unknown]) =>
      Array.isArray(value)
        ? value.flatMap((item, place) => linesOf(part, place + 1, item))
        : linesOf(part, null, value),
    ),
    {
      header: true,
      columns: ['part', 'number', 'field', 'value'],
      cast: { boolean: String, string: disarmed },
      record_delimiter: 'windows',
    },
  );

interface CsvLine {
  readonly part: string;
  /** Which of several; null where there is one. */
  readonly number: number | null;
  /** The names that lead to the value. */
  readonly field: string;
  readonly value: unknown;
}

function linesOf(part: string, number: number | null, value: unknown, field = ''): CsvLine[] {
  if (typeof value !== 'object' || value === null) return [{ part, number, field, value }];
  return Object.entries(value).flatMap(([name, inside]) =>
    linesOf(part, number, inside, field === '' ? name : `${field}.${name}`),
  );
}
