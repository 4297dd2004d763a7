import { isLive, mappingSearch, type SettingsModel } from '../views/settings/model.js';
import type {
  SurfaceConnection,
  SurfaceMappings,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystems,
} from '../views/shared/surface.js';
import { ask } from './surface.js';

type Fetching = Pick<SettingsModel, 'connection' | 'rounds' | 'comparison' | 'rejected' | 'mappings'>;

const nothing: Fetching = { connection: null, rounds: [], comparison: null, rejected: [], mappings: null };

/** What may have changed by itself, as it is now. */
export async function settingsNow(
  base: string,
  { chosen, mappingQuery }: SettingsModel,
): Promise<Fetching & Pick<SettingsModel, 'systems'>> {
  const systems = await ask<SurfaceSystems>('GET', '/phone-systems');
  const known = systems.items.find(({ key }) => key === chosen)?.connection ?? null;
  if (!isLive(known)) return { ...nothing, systems, connection: known };
  const [connection, rounds, comparisons, rejected, mappings] = await Promise.all([
    ask<SurfaceConnection>('GET', `${base}/connection`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches?kind=reconciliation`),
    ask<{ items: SurfaceRejected[] }>('GET', `${base}/rejected`),
    ask<SurfaceMappings>('GET', `${base}/mappings${mappingSearch(mappingQuery)}`),
  ]);
  const comparison = comparisons.items.find(({ outcome }) => outcome === 'done') ?? null;
  return { systems, connection, rounds: rounds.items, comparison, rejected: rejected.items, mappings };
}
