import { ApiProperty } from '../describing.js';
import type { ReadersPage, ReaderView } from '../../privacy/index.js';
import type { LookedAs, LookedAt } from '../../storage/index.js';

export const LOOKED_AT: readonly LookedAt[] = ['day', 'call', 'data', 'export'];

/** That somebody looked, in an hour. */
export class ReaderAnswer implements ReaderView {
  @ApiProperty({ description: "The host's id.", example: 'e2' })
  readonly readerId: string;

  @ApiProperty({
    description: 'As the directory has it now; in words where they are no longer in it, or were erased.',
    example: 'Lee Park',
  })
  readonly name: string;

  @ApiProperty({ enum: ['admin', 'manager'], description: 'By what right they looked.' })
  readonly role: LookedAs;

  @ApiProperty({
    enum: [...LOOKED_AT],
    description:
      'Days, with their calls and scores; calls; what is stored, with how much of it there is; or all of that, as a file.',
  })
  readonly what: LookedAt;

  @ApiProperty({ format: 'date-time', description: 'The first time in the hour.' })
  readonly at: string;
}

/** A page of who looked. */
export class ReadersAnswer implements ReadersPage {
  @ApiProperty({ type: [ReaderAnswer] })
  readonly items: readonly ReaderAnswer[];

  @ApiProperty({ type: 'integer', nullable: true, example: null, description: 'Null after the last page.' })
  readonly nextPage: number | null;
}
