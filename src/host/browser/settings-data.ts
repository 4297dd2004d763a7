import type { SettingsModel } from '../views/settings/model.js';
import type { SurfaceConnection, SurfaceRejected, SurfaceRound } from '../views/shared/surface.js';
import { ask } from './surface.js';

/** How the fetching stands: the connection, its rounds, and what could not be read. */
export async function fetchingNow(
  base: string,
): Promise<Pick<SettingsModel, 'connection' | 'rounds' | 'comparison' | 'rejected'>> {
  const [connection, rounds, comparisons, rejected] = await Promise.all([
    ask<SurfaceConnection>('GET', `${base}/connection`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches?kind=reconciliation`),
    ask<{ items: SurfaceRejected[] }>('GET', `${base}/rejected`),
  ]);
  const comparison = comparisons.items.find(({ outcome }) => outcome === 'done') ?? null;
  return { connection, rounds: rounds.items, comparison, rejected: rejected.items };
}
