import { ApiProperty } from '../describing.js';
import type { PhoneNumber } from '../../contract/index.js';
import type { DataSummary, OwnLine, StoredAmount } from '../../privacy/index.js';
import { PhoneNumberAnswer } from './mappings.answer.js';
import {
  acknowledgementAnswer,
  employeeAnswer,
  KeptAnswer,
  StoredAcknowledgementAnswer,
  StoredEmployeeAnswer,
  StoredObjectionAnswer,
} from './stored.answer.js';

/** A line of an employee's, at a phone system. */
export class OwnLineAnswer implements OwnLine {
  @ApiProperty({ description: 'The name of the phone system.', example: 'Dialpad' })
  readonly phoneSystem: string;

  @ApiProperty({ description: 'Whether calls of it are still fetched.' })
  readonly connected: boolean;

  @ApiProperty({ example: '5551234567890124' })
  readonly phoneUserId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where the directory has the line no longer, or somebody else has it by now.',
    example: 'Dana Reyes',
  })
  readonly displayName: string | null;

  @ApiProperty({ type: [PhoneNumberAnswer] })
  readonly numbers: readonly PhoneNumber[];

  @ApiProperty({ enum: ['auto', 'manual'] })
  readonly source: OwnLine['source'];

  @ApiProperty({ type: String, enum: ['email', 'phone'], nullable: true, example: 'email' })
  readonly matchedOn: OwnLine['matchedOn'];

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Null is since ever.' })
  readonly from: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The first day that is not meant; null where it goes on.',
  })
  readonly until: string | null;
}

/** How much of a kind is stored, of which days, and for how long. */
export class StoredAmountAnswer extends KeptAnswer implements StoredAmount {
  @ApiProperty({ type: 'integer', example: 1204 })
  readonly count: number;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day of the first of it; null where there is none.',
  })
  readonly from: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day of the last of it.' })
  readonly to: string | null;
}

/** What is stored about one employee, without the calls and days themselves. */
export class DataSummaryAnswer {
  @ApiProperty({ type: StoredEmployeeAnswer })
  readonly employee: StoredEmployeeAnswer;

  @ApiProperty({ type: [OwnLineAnswer], description: 'Whose calls are theirs, and since when; the earliest first.' })
  readonly lines: readonly OwnLineAnswer[];

  @ApiProperty({ type: [StoredAmountAnswer] })
  readonly stored: readonly StoredAmountAnswer[];

  @ApiProperty({ type: [StoredObjectionAnswer], description: 'Newest first.' })
  readonly objections: readonly StoredObjectionAnswer[];

  @ApiProperty({
    type: [StoredAcknowledgementAnswer],
    description: 'Which versions of the notice they acknowledged; newest first.',
  })
  readonly acknowledgements: readonly StoredAcknowledgementAnswer[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who answers questions; null where the host does not say.',
    example: 'privacy@acme.example',
  })
  readonly contact: string | null;
}

export const dataSummaryAnswer = (summary: DataSummary): DataSummaryAnswer => ({
  employee: employeeAnswer(summary.employee),
  lines: summary.lines,
  stored: summary.stored,
  objections: summary.objections.map(({ employee: _, ...objection }) => objection),
  acknowledgements: summary.acknowledgements.map(acknowledgementAnswer),
  contact: summary.contact,
});
