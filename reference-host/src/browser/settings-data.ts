import { firstPage, isLive, type MappingQuery, mappingSearch, type SettingsModel } from '../views/settings/model.js';
import type {
  SurfaceConnection,
  SurfaceFormerAccount,
  SurfaceMappings,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystems,
} from '../views/shared/surface.js';
import { ask, hostTime, Refused } from './surface.js';

type Fetching = Pick<
  SettingsModel,
  'connection' | 'formerAccounts' | 'rounds' | 'comparison' | 'rejected' | 'mappings' | 'mappingQuery' | 'asOf'
>;

const nothing: Omit<Fetching, 'formerAccounts' | 'mappingQuery' | 'asOf'> = {
  connection: null,
  rounds: [],
  comparison: null,
  rejected: [],
  mappings: null,
};

/** What may have changed by itself, as it is now. */
export async function settingsNow(
  base: string,
  { chosen, mappingQuery }: SettingsModel,
): Promise<Fetching & Pick<SettingsModel, 'systems'>> {
  const asOf = hostTime();
  const systems = await ask<SurfaceSystems>('GET', '/phone-systems');
  const known = systems.items.find(({ key }) => key === chosen)?.connection ?? null;
  const formerAccounts =
    known === null ? [] : (await ask<{ items: SurfaceFormerAccount[] }>('GET', `${base}/former-accounts`)).items;
  if (!isLive(known)) return { ...nothing, asOf, formerAccounts, mappingQuery, systems, connection: known };
  const [connection, rounds, comparisons, rejected, listed] = await Promise.all([
    ask<SurfaceConnection>('GET', `${base}/connection`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches`),
    ask<{ items: SurfaceRound[] }>('GET', `${base}/fetches?kind=reconciliation`),
    ask<{ items: SurfaceRejected[] }>('GET', `${base}/rejected`),
    mappingsOf(base, mappingQuery),
  ]);
  const comparison = comparisons.items.find(({ outcome }) => outcome === 'done') ?? null;
  return {
    asOf,
    systems,
    connection,
    formerAccounts,
    rounds: rounds.items,
    comparison,
    rejected: rejected.items,
    ...listed,
  };
}

/** The end of an earlier page may be of another account, connected meanwhile: then the list begins anew. */
async function mappingsOf(
  base: string,
  query: MappingQuery,
): Promise<Pick<SettingsModel, 'mappings' | 'mappingQuery'>> {
  const pageOf = async (asked: MappingQuery): Promise<Pick<SettingsModel, 'mappings' | 'mappingQuery'>> => ({
    mappings: await ask<SurfaceMappings>('GET', `${base}/mappings${mappingSearch(asked)}`),
    mappingQuery: asked,
  });
  try {
    return await pageOf(query);
  } catch (error) {
    if (query.after === null || !(error instanceof Refused) || error.status !== 400) throw error;
    return await pageOf(firstPage(query));
  }
}
