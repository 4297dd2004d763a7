import { ApiPropertyOptional } from '../describing.js';
import { IsOptional } from 'class-validator';
import { IsText } from '../validation.js';

export class RulesPreviewQuery {
  @ApiPropertyOptional({ description: '`next` of the answer before; left out to begin.' })
  @IsOptional()
  @IsText(1_000)
  readonly after?: string;
}
