import { dayOf } from '../views/shared/format.js';
import type { PluginNote } from '../plugins/plugin-note.js';
import { visitOutcome } from '../views/settings/outcome.js';
import {
  firstPage,
  isLive,
  mappingSearch,
  type MappingQuery,
  readMappingQuery,
  type SettingsModel,
} from '../views/settings/model.js';
import type {
  SurfaceConnection,
  SurfaceFormerAccount,
  SurfaceMappings,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystems,
} from '../views/shared/surface.js';
import { SurfaceRefused } from './surface-client.js';
import type { Visitor } from './visitor.js';

/** Gathers what the settings page shows. */
export async function settingsModel(
  visitor: Visitor,
  query: URLSearchParams,
  notes: readonly PluginNote[],
): Promise<SettingsModel> {
  const asOf = new Date().toISOString();
  const systems = await visitor.get<SurfaceSystems>('/phone-systems');
  const visit = visitOutcome(query);
  const wanted = query.get('system') ?? visit?.systemKey;
  const chosen =
    systems.items.find(({ key }) => key === wanted)?.key ??
    systems.selected ??
    systems.items.find(({ connection }) => isLive(connection))?.key ??
    null;
  const mappingQuery = readMappingQuery(query);
  const base = `/phone-systems/${encodeURIComponent(chosen ?? '')}`;
  const connection = chosen === null ? null : await visitor.find<SurfaceConnection>(`${base}/connection`);
  const former =
    connection === null ? null : await visitor.find<{ items: SurfaceFormerAccount[] }>(`${base}/former-accounts`);
  const [rounds, comparisons, rejected, listed] = isLive(connection)
    ? await Promise.all([
        visitor.find<{ items: SurfaceRound[] }>(`${base}/fetches`),
        visitor.find<{ items: SurfaceRound[] }>(`${base}/fetches?kind=reconciliation`),
        visitor.find<{ items: SurfaceRejected[] }>(`${base}/rejected`),
        mappingsOf(visitor, base, mappingQuery),
      ])
    : [null, null, null, null];
  const { tenant } = visitor;
  return {
    systems,
    notes,
    chosen,
    connection,
    formerAccounts: former?.items ?? [],
    rounds: rounds?.items ?? [],
    comparison: comparisons?.items.find(({ outcome }) => outcome === 'done') ?? null,
    rejected: rejected?.items ?? [],
    mappings: listed?.mappings ?? null,
    mappingQuery: listed?.query ?? mappingQuery,
    visit,
    agreed: { domains: tenant.domains, licence: tenant.phoneSystemLicence },
    timeZone: tenant.timeZone,
    today: dayOf(new Date(), tenant.timeZone),
    connectedByName: tenant.employees.find(({ id }) => id === connection?.connectedBy)?.name ?? null,
    asOf,
  };
}

/** A page of people, and what it was asked with. */
interface Listed {
  readonly mappings: SurfaceMappings | null;
  readonly query: MappingQuery;
}

/** The end of an earlier page, which stands in the address, may be of another account: then the list begins anew. */
async function mappingsOf(visitor: Visitor, base: string, query: MappingQuery): Promise<Listed> {
  const pageOf = async (asked: MappingQuery): Promise<Listed> => ({
    mappings: await visitor.find<SurfaceMappings>(`${base}/mappings${mappingSearch(asked)}`),
    query: asked,
  });
  try {
    return await pageOf(query);
  } catch (error) {
    if (query.after === null || !(error instanceof SurfaceRefused) || error.status !== 400) throw error;
    return await pageOf(firstPage(query));
  }
}
