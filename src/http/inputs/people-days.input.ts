import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PEOPLE_SORTS, type PeopleSort } from '../../scoring/index.js';
import { EmptyIsAbsent, IsText, Plain } from '../validation.js';
import { DaysQuery } from './days.input.js';

const PAGE = 'page must be a whole number from 1';
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

  @ApiPropertyOptional({
    description: 'Part of a name, an e-mail address or a telephone number; case and accents do not matter.',
    maxLength: 200,
  })
  @Plain()
  @IsOptional()
  @IsText(200)
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

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    default: 1,
    description: '`nextPage` of the page before. A file has all of them.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: PAGE })
  @Min(1, { message: PAGE })
  @Max(1_000_000, { message: PAGE })
  readonly page?: number;

  @ApiProperty({ enum: ['json', 'csv'], required: false, description: 'Default `json`.' })
  @IsOptional()
  @IsIn(['json', 'csv'], { message: 'format must be json or csv' })
  readonly format?: 'json' | 'csv';
}
