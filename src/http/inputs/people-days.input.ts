import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional } from 'class-validator';
import { PEOPLE_SORTS, type PeopleSort } from '../../scoring/index.js';
import { EmptyIsAbsent, IsText } from '../validation.js';
import { DaysQuery } from './days.input.js';
import { Format, PageNumber, Search } from './listing.input.js';

const LONGEST_ID = 200;

/** Whose days to list, and which. */
export class PeopleDaysQuery extends DaysQuery {
  @ApiPropertyOptional({
    description:
      'The id of a manager: their direct reports alone. Left out, a manager sees their own, and an administrator everybody.',
    maxLength: LONGEST_ID,
    example: 'e2',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsText(LONGEST_ID)
  readonly manager?: string;

  @Search()
  readonly search?: string;

  @ApiPropertyOptional({
    enum: PEOPLE_SORTS,
    default: 'name',
    description:
      'By name, by how many days are not known, or by what the known days come to; with a minus the most first. An order ' +
      'by a figure is a ranking: it is refused, to administrators and managers alike, unless the tenant’s terms say otherwise.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(PEOPLE_SORTS, { message: `sort must be one of ${PEOPLE_SORTS.join(', ')}` })
  readonly sort?: PeopleSort;

  @PageNumber('`nextPage` of the page before. A file has all of them.')
  readonly page?: number;

  @Format()
  readonly format?: 'json' | 'csv';
}
