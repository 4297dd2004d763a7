import { ApiProperty } from '@nestjs/swagger';
import { RulesInput } from '../inputs/rules.input.js';

/** One version of the counting rules. */
export class RulesVersionAnswer extends RulesInput {
  @ApiProperty({ description: 'The id of the employee who saved it.', example: 'e1' })
  readonly savedBy: string;

  @ApiProperty({ format: 'date-time' })
  readonly savedAt: string;
}

/** The counting rules that were saved last, and every version. */
export class RulesAnswer extends RulesInput {
  @ApiProperty({ type: [RulesVersionAnswer], description: 'A version holds until the next one begins.' })
  readonly versions: readonly RulesVersionAnswer[];
}
