import { ApiProperty } from '../describing.js';
import { RulesDocument } from '../inputs/rules.input.js';

/** One version of the counting rules. */
export class RulesVersionAnswer extends RulesDocument {
  @ApiProperty({ description: 'The id of the employee who saved it.', example: 'e1' })
  readonly savedBy: string;

  @ApiProperty({ format: 'date-time' })
  readonly savedAt: string;
}

/** The counting rules that were saved last, and every version. */
export class RulesAnswer extends RulesDocument {
  @ApiProperty({ type: [RulesVersionAnswer], description: 'A version holds until the next one begins.' })
  readonly versions: readonly RulesVersionAnswer[];

  @ApiProperty({
    description: 'Another one after every change; the answer’s `ETag`, too.',
    example: 'x8Yz2kQ0v7sB4nLd',
  })
  readonly revision: string;
}

/** What the last 30 days of one employee come to. */
export class RulesEffectAnswer {
  @ApiProperty({ example: 'e1' })
  readonly employeeId: string;

  @ApiProperty({ description: 'The sum of the day scores as they are.', example: 412.5 })
  readonly old: number;

  @ApiProperty({ description: 'The same sum if the document were saved.', example: 398.25 })
  readonly new: number;
}

/** What a draft of the counting rules would change. */
export class RulesPreviewAnswer {
  @ApiProperty({
    type: [RulesEffectAnswer],
    description: 'Everybody who works here, or has scores in these days, by id; 500 at most in one answer.',
  })
  readonly items: readonly RulesEffectAnswer[];

  @ApiProperty({
    type: [String],
    description:
      'Days whose calls were deleted after their time: no rules score them again, so both sums have them as they are.',
    example: ['2026-10-24'],
  })
  readonly frozenDays: readonly string[];

  @ApiProperty({ description: 'How many people work here: about as many there are to try the rules on.', example: 120 })
  readonly people: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Where there are more people: the `after` with which the same draft is sent again for them. Null at the end.',
    example: null,
  })
  readonly next: string | null;
}
