import { ApiProperty } from '../describing.js';
import { type CountedRound, ROUND_KINDS } from '../../calls/index.js';
import type { RejectedRecordEntity, RoundKind, RoundOutcome } from '../../storage/index.js';
import { stoppageAnswer, StoppageAnswer } from './connection.answer.js';

/** A half-open span of call starts. */
export class WindowAnswer {
  @ApiProperty({ format: 'date-time', description: 'Inside.' })
  readonly from: string;

  @ApiProperty({ format: 'date-time', description: 'Not inside.' })
  readonly to: string;
}

/** The round that was asked for. */
export class FetchAcceptedAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;
}

/** One round of fetching. */
export class FetchAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: [...ROUND_KINDS] })
  readonly kind: RoundKind;

  @ApiProperty({ type: WindowAnswer })
  readonly window: WindowAnswer;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ example: 3 })
  readonly pages: number;

  @ApiProperty({ example: 240 })
  readonly records: number;

  @ApiProperty({ description: 'Records that could not be read; they are kept aside.', example: 1 })
  readonly rejected: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Of a comparison (`reconciliation`, `again`) that is done: calls that were missing although they should have been stored. They are now. Null for every other round.',
    example: 0,
  })
  readonly difference: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Of a comparison that is done: stored calls that the phone system lists no longer, without a reason that is known. They are kept.',
    example: 0,
  })
  readonly unlisted: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Of a comparison that is done: stored calls that the phone system lists no longer because their user is gone there, because it has removed their personal data, or because they are older than it tells every account. They are kept.',
    example: 0,
  })
  readonly letGo: number | null;

  @ApiProperty({ enum: ['running', 'done', 'parked', 'failed'] })
  readonly outcome: RoundOutcome;

  @ApiProperty({ type: StoppageAnswer, nullable: true })
  readonly problem: StoppageAnswer | null;
}

/** The rounds, newest first. */
export class FetchesAnswer {
  @ApiProperty({ type: [FetchAnswer] })
  readonly items: readonly FetchAnswer[];
}

/** A record that could not be stored. */
export class RejectedAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where even that could not be read.',
    example: '5551234567890123',
  })
  readonly externalId: string | null;

  @ApiProperty({
    description: 'What is wrong with the record; where it is not the vendor’s fault, whose it is.',
    example: 'date_ended lies before date_started.',
  })
  readonly reason: string;

  @ApiProperty({ format: 'date-time' })
  readonly seenAt: string;
}

/** What was kept aside. */
export class RejectedListAnswer {
  @ApiProperty({ type: [RejectedAnswer] })
  readonly items: readonly RejectedAnswer[];
}

/** A stored round as it is shown. */
export const fetchAnswer = (round: CountedRound): FetchAnswer => ({
  id: round.id,
  kind: round.kind,
  window: { from: round.fromAt.toISOString(), to: round.toAt.toISOString() },
  startedAt: round.startedAt.toISOString(),
  finishedAt: round.finishedAt?.toISOString() ?? null,
  pages: round.pages,
  records: round.records,
  rejected: round.rejected,
  difference: round.difference,
  unlisted: round.unlisted,
  letGo: round.letGo,
  outcome: round.outcome,
  problem: stoppageAnswer(round.problem),
});

/** A rejected record as it is shown. */
export const rejectedAnswer = ({ externalId, reason, seenAt }: RejectedRecordEntity): RejectedAnswer => ({
  externalId,
  reason,
  seenAt: seenAt.toISOString(),
});
