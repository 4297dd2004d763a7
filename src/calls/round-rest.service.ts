import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TenantDatabase } from '../access/index.js';
import { afterFailures, effectOf, isOdd } from '../connection/index.js';
import { holdPlaceToRest, type Place } from '../connection/place.js';
import { restUntil } from '../connection/retry.js';
import type { PhoneSystemProvider, ProviderFailure } from '../contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity, type StoredProblem } from '../storage/index.js';

/** Lays rounds to rest: what a failure of the vendor means for those that are under way, and for their connection. */
@Injectable()
export class RoundRest {
  constructor(private readonly tenants: TenantDatabase) {}

  /**
   * Rests after a failure of the vendor: what can go on by itself is parked, and says until when; a failure that needs
   * somebody stops the connection. The history is kept open for the day when it goes on.
   *
   * @param window whose walk failed, or null where all that is under way did
   * @returns whether the connection goes on by itself
   */
  async rest(
    place: Place,
    provider: PhoneSystemProvider,
    failure: ProviderFailure,
    window: Pick<FetchWindowEntity, 'id' | 'roundId'> | null,
  ): Promise<boolean> {
    const effect = effectOf(failure, provider.descriptor.displayName);
    return await this.tenants.transaction(place.connection.tenantId, async (em) => {
      const present = await holdPlaceToRest(em, place, effect.status);
      const open = await em.find(RoundEntity, {
        connectionId: place.connection.id,
        outcome: { $in: ['running', 'parked'] },
      });
      const met = open.filter(({ id }) => window === null || id === window.roundId);
      const times = isOdd(failure)
        ? await countOddAnswer(em, open, window)
        : 1 + most(met.map((round) => round.attempts));
      // Whoever asked for a fresh token in vain has noted it. Where nobody has, the vendor gave one and did not take it.
      const { status, problem } = present === 'needs-reconnect' ? effect : afterFailures(effect, failure, times);
      // Another walk of this worker has stopped it: a failure that may pass does not make it go on.
      if (status === 'connected' && present !== status) return false;
      const now = new Date();
      if (status !== 'connected') for (const round of open) stopRound(round, problem);
      else for (const round of met) parkRound(round, problem, failure, now);
      const unfinished = open.some(({ kind, outcome }) => kind === 'reconciliation' && outcome === 'failed');
      const again = unfinished ? { nextReconciliationAt: null } : {};
      await em.nativeUpdate(ConnectionEntity, { id: place.connection.id }, { status, problem, ...again });
      return status === 'connected';
    });
  }
}

/**
 * An odd answer counts against the window that it was for; one that kept everything waiting, against every open one.
 *
 * @returns how many the window has had that had most
 */
async function countOddAnswer(
  em: SqlEntityManager,
  open: readonly RoundEntity[],
  window: Pick<FetchWindowEntity, 'id'> | null,
): Promise<number> {
  const met = window === null ? { roundId: { $in: open.map(({ id }) => id) }, doneAt: null } : { id: window.id };
  const windows = await em.find(FetchWindowEntity, met);
  for (const each of windows) each.failures += 1;
  return Math.max(1, most(windows.map(({ failures }) => failures)));
}

const most = (numbers: readonly number[]): number => Math.max(0, ...numbers);

/** Ends a round that nobody can go on with; the history waits for the day when somebody can. */
function stopRound(round: RoundEntity, problem: StoredProblem): void {
  Object.assign(round, { problem, resumeAt: null });
  if (round.kind === 'history') round.outcome = 'parked';
  else Object.assign(round, { outcome: 'failed', finishedAt: new Date() });
}

/** Lays a round to rest. Walks of one round that fail together rest once. */
function parkRound(round: RoundEntity, problem: StoredProblem, failure: ProviderFailure, now: Date): void {
  if (round.resumeAt !== null && round.resumeAt > now) return;
  const attempts = round.attempts + 1;
  Object.assign(round, {
    problem,
    attempts,
    outcome: 'parked',
    resumeAt: restUntil(failure, attempts, now, Math.random()),
  });
}
