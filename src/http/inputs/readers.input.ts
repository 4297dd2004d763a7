import { ApiPropertyOptional } from '../describing.js';
import { IsOptional } from 'class-validator';
import { EmptyIsAbsent, IsDay } from '../validation.js';
import { invalidSpan } from './days.input.js';
import { PageNumber } from './listing.input.js';

/** Of which days it is asked who looked. */
export class ReadersQuery {
  @ApiPropertyOptional({
    format: 'date',
    example: '2026-11-01',
    description: 'The first day in question; left out, the first that is kept.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsDay()
  readonly from?: string;

  @ApiPropertyOptional({
    format: 'date',
    example: '2026-11-30',
    description: 'The last day in question; left out, today.',
  })
  @EmptyIsAbsent()
  @IsOptional()
  @IsDay()
  readonly to?: string;

  @PageNumber()
  readonly page?: number;
}

/** @throws Problem 400 where the span runs backwards */
export function checkReadersSpan({ from, to }: ReadersQuery): void {
  if (from !== undefined && to !== undefined && from > to) throw invalidSpan('from', 'from must not be after to');
}
