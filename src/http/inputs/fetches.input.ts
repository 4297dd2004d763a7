import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ROUND_KINDS } from '../../calls/index.js';
import type { RoundKind } from '../../storage/index.js';

/** Which rounds are listed. */
export class FetchesQuery {
  @ApiPropertyOptional({ enum: [...ROUND_KINDS], description: 'Only rounds of this kind.' })
  @IsOptional()
  @IsIn(ROUND_KINDS, { message: `kind must be one of ${ROUND_KINDS.join(', ')}` })
  readonly kind?: RoundKind;
}
