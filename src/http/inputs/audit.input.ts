import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class AuditQuery {
  @ApiProperty({ enum: ['json', 'csv'], required: false, description: 'Default `json`.' })
  @IsOptional()
  @IsIn(['json', 'csv'], { message: 'format must be json or csv' })
  readonly format?: 'json' | 'csv';
}
