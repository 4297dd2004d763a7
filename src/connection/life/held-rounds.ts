import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, FetchWindowEntity, RoundEntity, type StoredProblem } from '../../storage/index.js';

/**
 * Lays every open round of a connection to rest, for a reason that lies outside of fetching. Their windows stay as they
 * are, and so does what they wait for at the vendor.
 */
export async function holdRounds(
  em: SqlEntityManager,
  { id }: Pick<ConnectionEntity, 'id'>,
  problem: StoredProblem,
): Promise<void> {
  const open = { connectionId: id, outcome: { $in: ['running' as const, 'parked' as const] } };
  await em.nativeUpdate(RoundEntity, open, { outcome: 'parked', problem });
}

/** The reason is gone: every round that rests goes on where it was, no earlier than the vendor allows. */
export async function releaseRounds(em: SqlEntityManager, { id }: Pick<ConnectionEntity, 'id'>): Promise<void> {
  await em.nativeUpdate(RoundEntity, { connectionId: id, outcome: 'parked' }, { outcome: 'running', problem: null });
  await em.nativeUpdate(FetchWindowEntity, { connectionId: id, doneAt: null }, { resumeAt: null });
}
