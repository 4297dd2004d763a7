import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional } from 'class-validator';

/** How a file is taken. */
export class MappingImportQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: '`true` changes nothing, and lists what the file would change and every line that is wrong.',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'dryRun must be true or false' })
  readonly dryRun?: 'true' | 'false';
}
