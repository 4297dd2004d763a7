import { ApiProperty, ApiPropertyOptional } from '../describing.js';

/** The host's side of a mapping. */
export class MappedEmployeeAnswer {
  @ApiProperty({ example: 'e1' })
  readonly id: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly name: string;

  @ApiProperty({ type: [String], example: ['dana@acme.example'] })
  readonly emails: readonly string[];

  @ApiProperty({ type: [String], example: ['+14155550170'] })
  readonly phones: readonly string[];
}

/** A number of a phone user. */
export class PhoneNumberAnswer {
  @ApiProperty({ type: String, nullable: true, example: '+14155550170' })
  readonly e164: string | null;

  @ApiPropertyOptional({ example: '204' })
  readonly extension?: string;
}

/** That calls of somebody are not stored today, as the host says. */
export class NotStoredAnswer {
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Since which day; null is since ever.' })
  readonly since: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'From which day on they are stored again; null is until further notice.',
  })
  readonly until: string | null;
}

/** Somebody in the vendor's directory. */
export class PhoneUserAnswer {
  @ApiProperty({ example: '5551234567890123' })
  readonly externalId: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly displayName: string;

  @ApiProperty({ type: [String], example: ['dana@acme.example'] })
  readonly emails: readonly string[];

  @ApiProperty({ type: [PhoneNumberAnswer] })
  readonly numbers: readonly PhoneNumberAnswer[];

  @ApiProperty({ description: 'Whether the phone system no longer lists them: no new calls come.', example: false })
  readonly departed: boolean;
}

/** What was chosen from a later day on. */
export class PlannedMappingAnswer {
  @ApiProperty({ type: PhoneUserAnswer, nullable: true, description: 'Null is "None".' })
  readonly phoneUser: PhoneUserAnswer | null;

  @ApiProperty({ format: 'date', example: '2026-12-05' })
  readonly from: string;
}

/** Who has a phone user. */
export class HolderAnswer {
  @ApiProperty({ example: 'e2' })
  readonly id: string;

  @ApiProperty({ example: 'Lee Park' })
  readonly name: string;
}

/** Somebody who might be the employee. */
export class CandidateAnswer extends PhoneUserAnswer {
  @ApiProperty({ description: 'What they have in common with the employee.', example: 'name' })
  readonly on: string;

  @ApiProperty({ type: HolderAnswer, nullable: true })
  readonly takenBy: HolderAnswer | null;
}

/** Who one employee is in the phone system today. */
export class MappingAnswer {
  @ApiProperty({ type: MappedEmployeeAnswer })
  readonly employee: MappedEmployeeAnswer;

  @ApiProperty({
    type: NotStoredAnswer,
    nullable: true,
    description: 'Null where their calls are stored today; else they are not among the unmatched.',
  })
  readonly notStored: NotStoredAnswer | null;

  @ApiProperty({ type: PhoneUserAnswer, nullable: true })
  readonly phoneUser: PhoneUserAnswer | null;

  @ApiProperty({
    enum: ['auto', 'manual', 'none'],
    description: '`none` is unmatched; `manual` without a phone user is "None".',
  })
  readonly source: 'auto' | 'manual' | 'none';

  @ApiProperty({ type: String, enum: ['email', 'phone'], nullable: true })
  readonly matchedOn: 'email' | 'phone' | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day from which this holds; null is since ever.',
  })
  readonly since: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day from which this no longer holds; null is until further notice.',
  })
  readonly until: string | null;

  @ApiProperty({
    type: HolderAnswer,
    nullable: true,
    description: 'To whom the phone user passes on that day; null where to nobody.',
  })
  readonly successor: HolderAnswer | null;

  @ApiProperty({
    description: 'Whether days before it had a match or a choice: one without `from` takes these away.',
    example: false,
  })
  readonly earlier: boolean;

  @ApiProperty({ type: PlannedMappingAnswer, nullable: true, description: 'What is to follow it.' })
  readonly planned: PlannedMappingAnswer | null;

  @ApiProperty({ type: [PlannedMappingAnswer], description: 'What is to follow that, in order of days.' })
  readonly plannedLater: readonly PlannedMappingAnswer[];

  @ApiProperty({ type: [CandidateAnswer], description: 'For somebody unmatched; strongest first.' })
  readonly candidates: readonly CandidateAnswer[];

  @ApiProperty({
    description: 'Of what was chosen by hand, for `If-Match`; `automatic` where nothing was.',
    example: 'automatic',
  })
  readonly revision: string;
}

/** How far the matching has come. */
export class MappingSummaryAnswer {
  @ApiProperty({ example: 12 })
  readonly employees: number;

  @ApiProperty({ example: 10 })
  readonly matched: number;

  @ApiProperty({ example: 9 })
  readonly auto: number;

  @ApiProperty({ description: 'Chosen by hand, "None" included.', example: 1 })
  readonly manual: number;

  @ApiProperty({ example: 2 })
  readonly unmatched: number;

  @ApiProperty({ description: 'Those of the unmatched for whom there are candidates.', example: 1 })
  readonly ambiguous: number;

  @ApiProperty({ example: 14 })
  readonly phoneUsers: number;

  @ApiProperty({ example: 3 })
  readonly unmatchedPhoneUsers: number;
}

/** How many fit filter and search, on all pages together. */
export class MappingsFoundAnswer {
  @ApiProperty({ example: 12 })
  readonly employees: number;

  @ApiProperty({ description: 'Of those whom nobody is; the filter does not touch them.', example: 3 })
  readonly phoneUsers: number;
}

/** One page of employees, and beside it one of the phone users whom nobody is. */
export class MappingsAnswer {
  @ApiProperty({ type: [MappingAnswer] })
  readonly items: readonly MappingAnswer[];

  @ApiProperty({ type: [PhoneUserAnswer] })
  readonly unmatchedPhoneUsers: readonly PhoneUserAnswer[];

  @ApiProperty({ type: MappingSummaryAnswer })
  readonly summary: MappingSummaryAnswer;

  @ApiProperty({ type: MappingsFoundAnswer })
  readonly found: MappingsFoundAnswer;

  @ApiProperty({ type: Number, nullable: true, description: 'Null on the last page.', example: 2 })
  readonly nextPage: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where this page ended, for `after`. Null on the last page.',
    example: 'v1.k1.3q2-7w.Yx0.qL8',
  })
  readonly nextAfter: string | null;
}

/** What matching again came to. */
export class MatchedAgainAnswer {
  @ApiProperty({ type: MappingSummaryAnswer })
  readonly summary: MappingSummaryAnswer;
}
