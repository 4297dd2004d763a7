import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, RoundEntity } from '../storage/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';

const MINUTE_MS = 60_000;
/** More of them would find nothing that the last one did not. */
const BY_HAND_A_MINUTE = 6;

/**
 * Whether one more round by hand may begin: whichever copy is asked, whoever asks. Hold the connection's row.
 *
 * @returns null where it may; else the round that is under way and stands in its place
 * @throws Problem 429 `too_many_fetches` where none is
 */
export async function insteadOfOneMore(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  now: Date,
): Promise<RoundEntity | null> {
  const refusal = await refusalOfOneMore(em, connection, now);
  if (refusal === null) return null;
  const open = await em.findOne(RoundEntity, {
    connectionId: connection.id,
    kind: { $in: ['far', 'manual'] },
    outcome: { $in: ['running', 'parked'] },
  });
  if (open === null) throw refusal;
  return open;
}

/** Why no more rounds by hand may begin, for whatever days; null where one more may. */
export async function refusalOfOneMore(
  em: SqlEntityManager,
  { id: connectionId }: ConnectionEntity,
  now: Date,
): Promise<Problem | null> {
  const since = new Date(now.getTime() - MINUTE_MS);
  const begun = await em.find(
    RoundEntity,
    { connectionId, kind: { $in: ['manual', 'again'] }, startedAt: { $gt: since } },
    { orderBy: { startedAt: 'asc' } },
  );
  const [first] = begun.slice(-BY_HAND_A_MINUTE);
  if (begun.length < BY_HAND_A_MINUTE || first === undefined) return null;
  const seconds = Math.max(1, Math.ceil((first.startedAt.getTime() - since.getTime()) / 1_000));
  return problem('too_many_fetches', BY_HAND_A_MINUTE, seconds);
}
