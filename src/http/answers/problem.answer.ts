import { ApiProperty } from '../describing.js';

/** One wrong field of an input. */
export class FieldProblemAnswer {
  @ApiProperty({ description: 'Where it is, such as `weights.inbound`.', example: 'from' })
  readonly field: string;

  @ApiProperty({ example: 'from must be a day such as 2026-11-22' })
  readonly message: string;
}

/** What every refusal and every failure looks like (RFC 9457). */
export class ProblemAnswer {
  @ApiProperty({ example: 'about:blank' })
  readonly type: string;

  @ApiProperty({ description: 'The status in words.', example: 'Not Found' })
  readonly title: string;

  @ApiProperty({ example: 404 })
  readonly status: number;

  @ApiProperty({
    description: 'What happened and what to do, in a sentence for people.',
    example: 'There is no such employee here.',
  })
  readonly detail: string;

  @ApiProperty({ description: 'Stable, for programs.', example: 'unknown_employee' })
  readonly code: string;

  @ApiProperty({
    type: [FieldProblemAnswer],
    description: 'Every wrong field, where the input was at fault; else empty.',
  })
  readonly errors: readonly FieldProblemAnswer[];
}
