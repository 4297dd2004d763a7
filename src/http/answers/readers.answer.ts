import { ApiProperty } from '../describing.js';
import type { ReadersPage, ReaderView } from '../../privacy/index.js';
import type { LookedAs, LookedAt } from '../../storage/index.js';

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
    enum: ['day', 'call', 'export'],
    description: 'Days, with their calls and scores; calls; or everything that is stored, as a file.',
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
