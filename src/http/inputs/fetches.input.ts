import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { ROUND_KINDS } from '../../calls/index.js';
import type { RoundKind } from '../../storage/index.js';
import { IsDay } from '../validation.js';

/** Which rounds are listed. */
export class FetchesQuery {
  @ApiPropertyOptional({ enum: [...ROUND_KINDS], description: 'Only rounds of this kind.' })
  @IsOptional()
  @IsIn(ROUND_KINDS, { message: `kind must be one of ${ROUND_KINDS.join(', ')}` })
  readonly kind?: RoundKind;
}

const isSpan = ({ from, to }: FetchInput): boolean => from !== undefined || to !== undefined;

/** Days that somebody doubts. Without both, what is newest is fetched. */
export class FetchInput {
  @ApiPropertyOptional({
    format: 'date',
    example: '2026-11-03',
    description: 'The first day, in the time zone of the tenant; with `to`, or not at all.',
  })
  @ValidateIf(isSpan)
  @IsDay()
  readonly from?: string;

  @ApiPropertyOptional({ format: 'date', example: '2026-11-05', description: 'The last day, included.' })
  @ValidateIf(isSpan)
  @IsDay()
  readonly to?: string;
}
