import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional } from 'class-validator';
import { EmptyIsAbsent } from '../validation.js';

/** As what the document is sent. */
export class AssuranceQuery {
  @ApiPropertyOptional({ enum: ['json', 'md'], default: 'json', description: '`md` is a file of Markdown.' })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(['json', 'md'], { message: 'format must be json or md' })
  readonly format?: 'json' | 'md';
}
