import { ApiProperty, ApiPropertyOptional } from '../describing.js';
import { IsOptional, ValidateIf } from 'class-validator';
import { IsDay, IsText } from '../validation.js';

/** Who an employee is in the phone system, by an administrator's decision. */
export class MappingInput {
  @ApiProperty({
    type: String,
    nullable: true,
    description: "A phone user's `externalId`, or null for nobody.",
    example: '5551234567890123',
  })
  @ValidateIf(({ phoneUserId }: MappingInput) => phoneUserId !== null)
  @IsText(200)
  readonly phoneUserId: string | null;

  @ApiPropertyOptional({
    format: 'date',
    description:
      'From this day on: who had the phone user keeps the days before. Left out: for all time, and refused where somebody else has it.',
  })
  @IsOptional()
  @IsDay()
  readonly from?: string;
}
