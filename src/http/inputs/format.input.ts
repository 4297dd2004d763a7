import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** As what something is given. */
export class FormatQuery {
  @ApiProperty({ enum: ['json', 'csv'], required: false, description: 'Default `json`.' })
  @IsOptional()
  @IsIn(['json', 'csv'], { message: 'format must be json or csv' })
  readonly format?: 'json' | 'csv';
}
