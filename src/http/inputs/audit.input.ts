import { ApiPropertyOptional } from '../describing.js';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { EmptyIsAbsent } from '../validation.js';
import { FormatQuery } from './format.input.js';

const AFTER = 'after must be a whole number from 1';

/** Which part of the audit trail, and as what. */
export class AuditQuery extends FormatQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: '`next` of the page before; left out to begin with the newest. A file has all of it.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: AFTER })
  @Min(1, { message: AFTER })
  @Max(Number.MAX_SAFE_INTEGER, { message: AFTER })
  readonly after?: number;
}
