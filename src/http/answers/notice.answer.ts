import { ApiProperty } from '../describing.js';
import type { Notice } from '../../privacy/index.js';

/** Something that is known of a person, and who sees it. */
export class NoticeSeenAnswer {
  @ApiProperty({ example: 'Your days, their calls and scores' })
  readonly what: string;

  @ApiProperty({ example: 'you, your direct manager, administrators' })
  readonly who: string;
}

/** A made-up day, counted by the rules in force. */
export class NoticeExampleAnswer {
  @ApiProperty({ type: [String], example: ['Talked 10:00–10:10, 10 min: all counted.'] })
  readonly calls: readonly string[];

  @ApiProperty({
    type: [String],
    example: ['Outgoing calls: 15 min counted in 2 calls, at 1 point a minute: 15 points.'],
  })
  readonly because: readonly string[];

  @ApiProperty({ type: Number, nullable: true, description: 'Null for who is told minutes alone.', example: 15 })
  readonly score: number | null;
}

/** What employees are told of what is stored and counted of them. */
export class NoticeAnswer implements Notice {
  @ApiProperty({ description: 'Another one whenever anything of the notice is.', example: '5f0c9d1e2b3a4c5d' })
  readonly version: string;

  @ApiProperty({
    enum: ['off', 'shown', 'required'],
    description:
      'Whether the host shows it to people, and asks them to acknowledge it before they are shown a day of theirs.',
  })
  readonly mode: 'off' | 'shown' | 'required';

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When whoever asks acknowledged this version; null where they have not.',
  })
  readonly acknowledgedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Null where none is connected.', example: 'Dialpad' })
  readonly phoneSystem: string | null;

  @ApiProperty({ type: [String], example: ['Calls: ids, start, connection and end, direction, outcome.'] })
  readonly stored: readonly string[];

  @ApiProperty({ type: [String], description: 'What is never stored.', example: ['Recordings.'] })
  readonly notStored: readonly string[];

  @ApiProperty({ type: [NoticeSeenAnswer] })
  readonly seen: readonly NoticeSeenAnswer[];

  @ApiProperty({ example: 'Calls are kept for 400 days; the totals of their days stay.' })
  readonly kept: string;

  @ApiProperty({
    type: [String],
    description: 'How a day is counted.',
    example: ['A minute of talk is worth 1 point.'],
  })
  readonly counting: readonly string[];

  @ApiProperty({ type: NoticeExampleAnswer })
  readonly example: NoticeExampleAnswer;

  @ApiProperty({ type: [String], description: 'What the person can do.', example: ['You can object to a day.'] })
  readonly rights: readonly string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who answers questions; null where the host does not say.',
    example: 'privacy@acme.example',
  })
  readonly contact: string | null;
}
