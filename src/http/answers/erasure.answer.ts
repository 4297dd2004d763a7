import { ApiProperty } from '../describing.js';
import type { Remainder } from '../../privacy/index.js';

/** Something that may be of an erased person, and was left. */
export class RemainderAnswer implements Remainder {
  @ApiProperty({ enum: ['phone-user', 'note'] })
  readonly kind: Remainder['kind'];

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Of a phone user: what erases it.' })
  readonly connectionId: string | null;

  @ApiProperty({ type: String, nullable: true, example: '5551234567890123' })
  readonly phoneUserId: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Of a note: the call on which it stands.' })
  readonly callId: string | null;

  @ApiProperty({
    description: 'What is left, why, and how to erase it.',
    example:
      'The phone user “Ann Lee” is left, with 14 calls that are nobody’s: it is called as they are, and has nothing else that is theirs alone. If it is theirs, erase it as well: POST /phone-systems/erasures with this connectionId and phoneUserId.',
  })
  readonly message: string;
}

/** What an erasure left, because nobody can know from here whose it is. Everything else is erased. */
export class ErasureAnswer {
  @ApiProperty({ type: [RemainderAnswer] })
  readonly remains: readonly Remainder[];
}
