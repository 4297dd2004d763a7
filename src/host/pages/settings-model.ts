import { dayOf } from '../../support/days.js';
import type { PluginNote } from '../plugins/plugin-note.js';
import { visitOutcome } from '../views/settings/outcome.js';
import {
  isLive,
  MAPPING_FILTERS,
  mappingSearch,
  type MappingQuery,
  type SettingsModel,
} from '../views/settings/model.js';
import type {
  SurfaceConnection,
  SurfaceMappings,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystems,
} from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what the settings page shows. */
export async function settingsModel(
  visitor: Visitor,
  query: URLSearchParams,
  notes: readonly PluginNote[],
): Promise<SettingsModel> {
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
  const [rounds, comparisons, rejected, mappings] = isLive(connection)
    ? await Promise.all([
        visitor.find<{ items: SurfaceRound[] }>(`${base}/fetches`),
        visitor.find<{ items: SurfaceRound[] }>(`${base}/fetches?kind=reconciliation`),
        visitor.find<{ items: SurfaceRejected[] }>(`${base}/rejected`),
        visitor.find<SurfaceMappings>(`${base}/mappings${mappingSearch(mappingQuery)}`),
      ])
    : [null, null, null, null];
  const { tenant } = visitor;
  return {
    systems,
    notes,
    chosen,
    connection,
    rounds: rounds?.items ?? [],
    comparison: comparisons?.items.find(({ outcome }) => outcome === 'done') ?? null,
    rejected: rejected?.items ?? [],
    mappings,
    mappingQuery,
    visit,
    agreed: { domains: tenant.domains, licence: tenant.phoneSystemLicence },
    timeZone: tenant.timeZone,
    today: dayOf(new Date(), tenant.timeZone),
    connectedByName: tenant.employees.find(({ id }) => id === connection?.connectedBy)?.name ?? null,
  };
}

function readMappingQuery(query: URLSearchParams): MappingQuery {
  const page = Number(query.get('page') ?? '1');
  return {
    filter: MAPPING_FILTERS.find((filter) => filter === query.get('filter')) ?? 'all',
    search: (query.get('search') ?? '').trim().slice(0, 200),
    page: Number.isInteger(page) && page > 1 && page <= 1_000_000 ? page : 1,
    after: query.get('after') || null,
  };
}
