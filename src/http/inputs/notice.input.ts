import { ApiPropertyOptional } from '../describing.js';
import { IsOptional } from 'class-validator';
import { IsText } from '../validation.js';

/** That a notice was read. */
export class NoticeAcknowledgementInput {
  @ApiPropertyOptional({
    description: 'The `version` that was read; left out, the present one.',
    example: '5f0c9d1e2b3a4c5d',
    maxLength: 64,
  })
  @IsOptional()
  @IsText(64)
  readonly version?: string;
}
