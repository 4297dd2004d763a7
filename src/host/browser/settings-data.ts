import type { SettingsModel } from '../views/settings/model.js';
import type { SurfaceConnection, SurfaceRejected, SurfaceRound } from '../views/shared/surface.js';
import { ask } from './surface.js';

/** How the fetching stands: the connection, its rounds, and what could not be read. */
export async function fetchingNow(base: string): Promise<Pick<SettingsModel, 'connection' | 'rounds' | 'rejected'>> {
  const [connection, rounds, rejected] = await Promise.all([
    ask<SurfaceConnection>('GET', `${base}/connection`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches`),
    ask<{ items: SurfaceRejected[] }>('GET', `${base}/rejected`),
  ]);
  return { connection, rounds: rounds.items, rejected: rejected.items };
}
