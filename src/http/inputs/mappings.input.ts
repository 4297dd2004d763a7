import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MAPPING_FILTERS, type MappingFilter } from '../../mapping/index.js';
import { EmptyIsAbsent, IsText, Plain } from '../validation.js';

const LONGEST_END = 4_000;
const PAGE = 'page must be a whole number from 1';

/** Which employees of a mapping to show. */
export class MappingsQuery {
  @ApiPropertyOptional({ enum: MAPPING_FILTERS, default: 'all', description: '`none` and `unmatched` are the same.' })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(MAPPING_FILTERS, { message: `filter must be one of ${MAPPING_FILTERS.join(', ')}` })
  readonly filter?: MappingFilter;

  @ApiPropertyOptional({
    description: 'Part of a name, an e-mail address or a telephone number; case and accents do not matter.',
    maxLength: 200,
  })
  @Plain()
  @IsOptional()
  @IsText(200)
  readonly search?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1, description: '`nextPage` of the page before.' })
  @EmptyIsAbsent()
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: PAGE })
  @Min(1, { message: PAGE })
  @Max(1_000_000, { message: PAGE })
  readonly page?: number;

  @ApiPropertyOptional({ description: '`nextAfter` of the page before.', maxLength: LONGEST_END })
  @EmptyIsAbsent()
  @IsOptional()
  @IsText(LONGEST_END)
  readonly after?: string;
}
