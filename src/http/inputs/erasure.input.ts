import { ApiPropertyOptional } from '../describing.js';
import { IsOptional, IsUUID } from 'class-validator';
import { IsText } from '../validation.js';

/** Who is to be erased that is no employee: by number, or by phone user. */
export class ErasureInput {
  @ApiPropertyOptional({
    type: String,
    maxLength: 50,
    description:
      'Of somebody who is only the other party of calls. National ones are read as numbers of the tenant’s region.',
    example: '+14155550111',
  })
  @IsOptional()
  @IsText(50)
  readonly number?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of a phone user, as an earlier erasure named it.' })
  @IsOptional()
  @IsUUID(undefined, { message: 'connectionId must be an id as an earlier erasure named it' })
  readonly connectionId?: string;

  @ApiPropertyOptional({ type: String, maxLength: 200, example: '5551234567890123' })
  @IsOptional()
  @IsText(200)
  readonly phoneUserId?: string;
}
