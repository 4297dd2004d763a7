import type {
  SurfaceConnection,
  SurfaceMapping,
  SurfaceMappings,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystem,
  SurfaceSystems,
} from '../shared/surface.js';
import type { Notice } from '../shared/parts.js';
import type { VisitOutcome } from './outcome.js';

export const SETTINGS_PATH = '/settings/products/phone-system';

export type MappingFilter = 'all' | 'unmatched' | 'manual';

/** Which part of the mapping is shown. */
export interface MappingQuery {
  readonly filter: MappingFilter;
  readonly search: string;
  readonly page: string | null;
}

/** Everything that the settings page shows, as the HTTP surface said it. */
export interface SettingsModel {
  readonly systems: SurfaceSystems;
  /** The key of the system that is looked at; null before one is chosen. */
  readonly chosen: string | null;
  /** Of the chosen system; null where there never was one. */
  readonly connection: SurfaceConnection | null;
  readonly rounds: readonly SurfaceRound[];
  /** The last comparison with the vendor; null before the first. */
  readonly comparison: SurfaceRound | null;
  readonly rejected: readonly SurfaceRejected[];
  /** Null while nothing is connected. */
  readonly mappings: SurfaceMappings | null;
  readonly mappingQuery: MappingQuery;
  readonly visit: VisitOutcome | null;
  /** The tenant's. */
  readonly timeZone: string;
  /** The tenant's own day at the time of rendering. */
  readonly today: string;
  /** The host's name for whoever connected. */
  readonly connectedByName: string | null;
}

/** What somebody chose for an employee. */
export type MappingChoice =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'none' }
  | { readonly kind: 'phoneUser'; readonly externalId: string };

/** What the page is in the middle of. It begins calm; the server always draws it so. */
export interface SettingsUi {
  readonly busy: boolean;
  readonly notice: Notice | null;
  /** The employee whose match is being changed. */
  readonly editing: string | null;
  /** The line of progress was lost and is being sought again. */
  readonly offline: boolean;
}

export const calmUi: SettingsUi = { busy: false, notice: null, editing: null, offline: false };

/** What a person can set off. */
export interface SettingsActions {
  lookAt(key: string): void;
  fetchNow(): void;
  disconnect(erase: boolean): void;
  edit(employeeId: string | null): void;
  choose(mapping: SurfaceMapping, choice: MappingChoice): void;
  matchAgain(): void;
  find(query: MappingQuery): void;
  closeNotice(): void;
}

const idle = (): void => undefined;

/** What nothing can be set off with: the page before its script has run. */
export const noActions: SettingsActions = {
  lookAt: idle,
  fetchNow: idle,
  disconnect: idle,
  edit: idle,
  choose: idle,
  matchAgain: idle,
  find: idle,
  closeNotice: idle,
};

export const chosenSystem = (model: SettingsModel): SurfaceSystem | null =>
  model.systems.items.find(({ key }) => key === model.chosen) ?? null;

export const isLive = (connection: SurfaceConnection | null): connection is SurfaceConnection =>
  connection !== null && connection.status !== 'disconnected';

/** Where *Authenticate* leads: a plain link, so that it works before any script has run. */
export const connectHref = (key: string): string =>
  `/api/phone-systems/${encodeURIComponent(key)}/connect?returnTo=${encodeURIComponent(SETTINGS_PATH)}`;

/** The page's own address for a choice of system and of mapping. */
export function settingsHref(chosen: string | null, query?: MappingQuery): string {
  const params = new URLSearchParams();
  if (chosen !== null) params.set('system', chosen);
  if (query && query.filter !== 'all') params.set('filter', query.filter);
  if (query && query.search !== '') params.set('search', query.search);
  if (query?.page != null) params.set('page', query.page);
  const text = params.toString();
  return text === '' ? SETTINGS_PATH : `${SETTINGS_PATH}?${text}`;
}

/** The same choice as the surface's query; empty for the first page of everybody. */
export function mappingSearch({ filter, search, page }: MappingQuery): string {
  const params = new URLSearchParams();
  if (filter !== 'all') params.set('filter', filter);
  if (search !== '') params.set('search', search);
  if (page !== null) params.set('page', page);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
