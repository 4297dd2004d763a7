import { Matches } from 'class-validator';
import { ApiProperty } from '../describing.js';

/** Two words that an administrator made at the vendor. */
export class KeysInput {
  @ApiProperty({
    description: 'The word that the phone system calls `keys.idLabel`.',
    pattern: '^[!-9;-~]{1,500}$',
    example: 'c05c4cb4a5b4',
  })
  // A colon would end it: the two are sent with one in between.
  @Matches(/^[!-9;-~]{1,500}$/, { message: '$property must be 1 to 500 letters, digits and signs, without colons' })
  readonly id: string;

  @ApiProperty({
    description: 'The word that the phone system calls `keys.secretLabel`. It is shown to nobody again.',
    pattern: '^[!-~]{1,500}$',
    writeOnly: true,
    example: 'the-secret-word',
  })
  @Matches(/^[!-~]{1,500}$/, { message: '$property must be 1 to 500 letters, digits and signs' })
  readonly secret: string;
}
