import { ApiProperty } from '../describing.js';
import type { BoundsStanding } from '../../privacy/index.js';
import type { RefusedScores } from '../../scoring/index.js';
import type { ConnectionEntity, ConnectionStatus, StoredProblem } from '../../storage/index.js';

/** The vendor's account that is connected. */
export class AccountAnswer {
  @ApiProperty({ example: '5551234567890123' })
  readonly externalId: string;

  @ApiProperty({ example: 'Acme' })
  readonly name: string;

  @ApiProperty({ type: [String], example: ['acme.example'] })
  readonly domains: readonly string[];
}

/** How far the fetching has come. Until it is `steady`, `done` and `total` count days of history. */
export class ProgressAnswer {
  @ApiProperty({ enum: ['history', 'steady'] })
  readonly phase: 'history' | 'steady';

  @ApiProperty({ example: 12 })
  readonly done: number;

  @ApiProperty({ example: 30 })
  readonly total: number;

  @ApiProperty({ description: 'Records stored so far.', example: 1840 })
  readonly records: number;

  @ApiProperty({ type: Number, nullable: true, description: 'An estimate; null where there is none.', example: 95 })
  readonly secondsLeft: number | null;
}

/** What does not go on, and who can do something about it. */
export class StoppageAnswer {
  @ApiProperty({ example: 'reconnect' })
  readonly kind: string;

  @ApiProperty({ example: 'Dialpad no longer accepts this connection. Connect again.' })
  readonly message: string;

  @ApiProperty({ enum: ['reconnect', 'wait', 'ask-operator'] })
  readonly action: StoredProblem['action'];
}

/** Day scores that the host does not take. They are offered again by themselves, and none is lost. */
export class RefusedScoresAnswer {
  @ApiProperty({ description: 'How many days wait.', example: 42 })
  readonly days: number;

  @ApiProperty({ format: 'date-time' })
  readonly since: string;

  @ApiProperty({
    example:
      '42 days of scores wait for the host, which does not take them: “connect ECONNREFUSED”. They are offered again by themselves, and none is lost.',
  })
  readonly message: string;
}

/** How far changed bounds are applied to what was stored before. */
export class BoundsProgressAnswer {
  @ApiProperty({ format: 'date-time', description: 'When the change was noticed.' })
  readonly since: string;

  @ApiProperty({ description: 'Call records that were looked through.', example: 1200 })
  readonly done: number;

  @ApiProperty({ description: 'Call records that are stored.', example: 4000 })
  readonly total: number;
}

/** What the tenant lets be stored of whom its people speak with. */
export class BoundsAnswer {
  @ApiProperty({
    enum: ['full', 'masked', 'none'],
    description:
      'Number and name; the number without its last three digits and no name; or neither. After a change back to `full`, what was left out comes back only with calls that the phone system tells again.',
  })
  readonly counterparties: BoundsStanding['counterparties'];

  @ApiProperty({ type: 'integer', description: 'Of how many numbers nothing is stored.', example: 2 })
  readonly neverStored: number;

  @ApiProperty({
    type: BoundsProgressAnswer,
    nullable: true,
    description: 'Null where all that is stored is within these bounds.',
  })
  readonly applying: BoundsProgressAnswer | null;
}

/** A stored problem as it is shown; the operator's part of it stays in the log. */
export const stoppageAnswer = (problem: StoredProblem | null): StoppageAnswer | null =>
  problem && { kind: problem.kind, message: problem.message, action: problem.action };

/** A tenant's connection to a phone system. */
export class ConnectionAnswer {
  @ApiProperty({ example: 'dialpad' })
  readonly key: string;

  @ApiProperty({ enum: ['connected', 'needs-reconnect', 'stopped', 'disconnected'] })
  readonly status: ConnectionStatus;

  @ApiProperty({ type: AccountAnswer })
  readonly account: AccountAnswer;

  @ApiProperty({ description: 'The id of the employee who connected it.', example: 'e1' })
  readonly connectedBy: string;

  @ApiProperty({ format: 'date-time' })
  readonly connectedAt: string;

  @ApiProperty({ type: ProgressAnswer })
  readonly progress: ProgressAnswer;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastFetchAt: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Every call that ended by then is stored or set aside. Null until the history has been fetched.',
  })
  readonly completeUntil: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly nextFetchAt: string | null;

  @ApiProperty({ type: StoppageAnswer, nullable: true })
  readonly problem: StoppageAnswer | null;

  @ApiProperty({ type: RefusedScoresAnswer, nullable: true, description: 'Null while the host takes its scores.' })
  readonly refusedScores: RefusedScoresAnswer | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'The phone system was seen to have removed the personal data of calls that are so many days old, though their people are still there, and here calls are kept longer: `TenantTerms.vendorRetentionDays` has that followed. Null where that was not seen.',
    example: null,
  })
  readonly forgetsAfterDays: number | null;

  @ApiProperty({ type: BoundsAnswer })
  readonly bounds: BoundsAnswer;
}

/** A stored connection as it is shown. */
export const connectionAnswer = (
  connection: ConnectionEntity,
  progress: ProgressAnswer,
  nextFetchAt: Date | null,
  refused: RefusedScores | null,
  forgetsAfterDays: number | null,
  { applying, ...bounds }: BoundsStanding,
): ConnectionAnswer => ({
  key: connection.providerKey,
  status: connection.status,
  account: {
    externalId: connection.accountExternalId,
    name: connection.accountName,
    domains: connection.accountDomains,
  },
  connectedBy: connection.connectedBy,
  connectedAt: connection.connectedAt.toISOString(),
  progress,
  lastFetchAt: connection.lastFetchAt?.toISOString() ?? null,
  completeUntil: connection.completeUntil?.toISOString() ?? null,
  nextFetchAt: nextFetchAt?.toISOString() ?? null,
  problem: stoppageAnswer(
    connection.problem ??
      (connection.status === 'connected' ? (connection.directoryProblem ?? connection.eventsProblem) : null),
  ),
  refusedScores: refused && refusedScoresAnswer(refused),
  forgetsAfterDays,
  bounds: { ...bounds, applying: applying && { ...applying, since: applying.since.toISOString() } },
});

const refusedScoresAnswer = ({ days, since, reason }: RefusedScores): RefusedScoresAnswer => ({
  days,
  since: since.toISOString(),
  message:
    `${days === 1 ? '1 day of scores waits' : `${days} days of scores wait`} for the host, which does not take ` +
    `${days === 1 ? 'it' : 'them'}${reason === '' ? '' : `: “${reason}”`}. ` +
    `${days === 1 ? 'It is' : 'They are'} offered again by ${days === 1 ? 'itself' : 'themselves'}, and none is lost.`,
});
