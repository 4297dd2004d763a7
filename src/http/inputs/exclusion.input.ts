import { ApiProperty, ApiPropertyOptional } from '../describing.js';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsText, Plain } from '../validation.js';

/** Whether a call counts, by a manager's decision. */
export class ExclusionInput {
  @ApiProperty({ description: 'False lets it count again.' })
  @IsBoolean({ message: 'excluded must be true or false' })
  readonly excluded: boolean;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 1000, example: 'A test call of the new headset' })
  @Plain()
  @IsOptional()
  @IsText(1000)
  readonly note?: string | null;
}
