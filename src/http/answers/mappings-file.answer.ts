import { ApiProperty } from '../describing.js';

/** A line of a file that changes something. */
export class MappingLineAnswer {
  @ApiProperty({ description: 'As an editor counts them: 1 is the heading.', example: 2 })
  readonly line: number;

  @ApiProperty({ example: 'e1' })
  readonly employeeId: string;

  @ApiProperty({ type: String, nullable: true, example: '5551234567890123' })
  readonly phoneUserId: string | null;

  @ApiProperty({ enum: ['manual', 'auto', 'none'] })
  readonly source: 'manual' | 'auto' | 'none';

  @ApiProperty({ type: String, format: 'date', nullable: true, example: null })
  readonly from: string | null;
}

/** A line that cannot be taken. */
export class WrongLineAnswer {
  @ApiProperty({ example: 3 })
  readonly line: number;

  @ApiProperty({ example: 'There is no employee “e99” here.' })
  readonly message: string;
}

/** What a file comes to. */
export class MappingImportAnswer {
  @ApiProperty({ description: 'Whether nothing was changed.' })
  readonly dryRun: boolean;

  @ApiProperty({ description: 'How many lines there are below the heading.', example: 12 })
  readonly lines: number;

  @ApiProperty({ type: [MappingLineAnswer] })
  readonly changes: readonly MappingLineAnswer[];

  @ApiProperty({
    type: [WrongLineAnswer],
    maxItems: 100,
    description: 'The first of them; empty after an import, since a wrong line refuses the file.',
  })
  readonly wrong: readonly WrongLineAnswer[];

  @ApiProperty({ description: 'How many lines are wrong.', example: 0 })
  readonly wrongLines: number;
}
