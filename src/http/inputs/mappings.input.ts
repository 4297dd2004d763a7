import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional } from 'class-validator';
import { MAPPING_FILTERS, type MappingFilter } from '../../mapping/index.js';
import { EmptyIsAbsent, IsText } from '../validation.js';
import { PageNumber, Search } from './listing.input.js';

const LONGEST_END = 4_000;

/** Which employees of a mapping to show. */
export class MappingsQuery {
  @ApiPropertyOptional({ enum: MAPPING_FILTERS, default: 'all', description: '`none` and `unmatched` are the same.' })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(MAPPING_FILTERS, { message: `filter must be one of ${MAPPING_FILTERS.join(', ')}` })
  readonly filter?: MappingFilter;

  @Search()
  readonly search?: string;

  @PageNumber(
    '`nextPage` of the page before. The place is counted: where people leave the list meanwhile, the next number passes over ' +
      'some. `after` passes over nobody; `page` beside it is then only what is answered as the number.',
  )
  readonly page?: number;

  @ApiPropertyOptional({ description: '`nextAfter` of the page before.', maxLength: LONGEST_END })
  @EmptyIsAbsent()
  @IsOptional()
  @IsText(LONGEST_END)
  readonly after?: string;
}
