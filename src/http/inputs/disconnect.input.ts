import { ApiPropertyOptional } from '../describing.js';
import { IsIn, IsOptional } from 'class-validator';

/** How to disconnect. */
export class DisconnectQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description:
      '`true` also erases the calls, people and scores that came from this phone system, accounts that were connected earlier included.',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'erase must be true or false' })
  readonly erase?: 'true' | 'false';
}
