import { ApiProperty } from '../describing.js';
import type { CallDirection, CallOutcome, PhoneNumber } from '../../contract/index.js';
import { type Kept, STORED_KINDS, type StoredKind, type StoredPerson } from '../../privacy/index.js';
import type { MappingEntity, PhoneUserEntity } from '../../storage/index.js';
import { CallGroupAnswer, CounterpartyAnswer } from './call.answer.js';
import { PhoneNumberAnswer } from './mappings.answer.js';
import { ObjectionOnDayAnswer } from './objection.answer.js';

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
