import type {
  SurfaceConnection,
  SurfaceFormerAccount,
  SurfaceImport,
  SurfaceMapping,
  SurfaceMappings,
  SurfacePhoneUser,
  SurfaceRejected,
  SurfaceRound,
  SurfaceSystem,
  SurfaceSystems,
} from '../shared/surface.js';
import type { PluginNote } from '../../plugins/plugin-note.js';
import type { Notice } from '../shared/notice.js';
import { visitParams, type VisitOutcome } from './outcome.js';

export const SETTINGS_PATH = '/settings/products/phone-system';

/** Where counting rules are changed. */
export const RULES_PATH = `${SETTINGS_PATH}/rules`;

/** Where a visit to the vendor in a window of its own leads back to. */
export const VISIT_END_PATH = `${SETTINGS_PATH}/visit`;

export const MAPPING_FILTERS = ['all', 'unmatched', 'ambiguous', 'auto', 'manual'] as const;
export type MappingFilter = (typeof MAPPING_FILTERS)[number];

/** Which part of the mapping is shown. */
export interface MappingQuery {
  readonly filter: MappingFilter;
  readonly search: string;
  /** From 1. */
  readonly page: number;
  /** Where the page before ended; null where the page was not come to from it. */
  readonly after: string | null;
}

export const everybody: MappingQuery = { filter: 'all', search: '', page: 1, after: null };

/** The same people from the beginning of their list. */
export const firstPage = (query: MappingQuery): MappingQuery => ({ ...query, page: 1, after: null });

/** How many employees one page of the mapping has, as the surface makes them. */
export const PEOPLE_A_PAGE = 50;

/** Everything that the settings page shows, as the HTTP surface said it. */
export interface SettingsModel {
  readonly systems: SurfaceSystems;
  /** Of phone systems that are installed and cannot be connected. */
  readonly notes: readonly PluginNote[];
  /** The key of the system that is looked at; null before one is chosen. */
  readonly chosen: string | null;
  /** Of the chosen system; null where there never was one. */
  readonly connection: SurfaceConnection | null;
  /** Accounts of the chosen system that were connected before, and of which something is kept. */
  readonly formerAccounts: readonly SurfaceFormerAccount[];
  readonly rounds: readonly SurfaceRound[];
  /** The last comparison with the vendor; null before the first. */
  readonly comparison: SurfaceRound | null;
  readonly rejected: readonly SurfaceRejected[];
  /** Null while nothing is connected. */
  readonly mappings: SurfaceMappings | null;
  readonly mappingQuery: MappingQuery;
  readonly visit: VisitOutcome | null;
  /** What the host knows of the conditions for connecting. */
  readonly agreed: { readonly domains: readonly string[]; readonly licence: boolean };
  /** The tenant's. */
  readonly timeZone: string;
  /** The tenant's own day at the time of rendering. */
  readonly today: string;
  /** The host's name for whoever connected. */
  readonly connectedByName: string | null;
  /** When the host told all of this. */
  readonly asOf: string;
}

/** What somebody chose for an employee. */
export type MappingChoice =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'none'; readonly from: string | null }
  | {
      readonly kind: 'phoneUser';
      readonly externalId: string;
      readonly displayName: string;
      /** From this day on, for a line that passes from somebody; null for all time. */
      readonly from: string | null;
    };

/** A phone user that can be chosen for an employee. */
export interface PickerOption {
  readonly phoneUser: SurfacePhoneUser;
  /** What it has in common with the employee, in a word or two; null where nothing suggests it. */
  readonly fits: string | null;
  /** Who has it now. */
  readonly holder: { readonly id: string; readonly name: string } | null;
}

/** What the server said of a match that was to be changed. */
export interface MatchProblem {
  readonly employeeId: string;
  readonly code: string;
  readonly message: string;
}

/** What a file of matches comes to; nothing has changed by it. */
export type FileCheck =
  { readonly kind: 'read'; readonly found: SurfaceImport } | { readonly kind: 'refused'; readonly message: string };

/** What the page is in the middle of. It begins calm; the server always draws it so. */
export interface SettingsUi {
  readonly busy: boolean;
  readonly notice: Notice | null;
  /** The employee whose match is being changed. */
  readonly editing: string | null;
  readonly matchProblem: MatchProblem | null;
  /** The vendor's pages are open in a window of their own. */
  readonly visiting: boolean;
  /** The host cannot be reached and is being sought again. */
  readonly lost: boolean;
}

export const calmUi: SettingsUi = {
  busy: false,
  notice: null,
  editing: null,
  matchProblem: null,
  visiting: false,
  lost: false,
};

/** What a person can set off. */
export interface SettingsActions {
  lookAt(key: string): void;
  /** A click on a link to the vendor: opens it in a window of its own where that is possible. */
  visit(click: MouseEvent): void;
  endVisit(): void;
  /** Connects with keys that somebody typed. */
  sendKeys(id: string, secret: string): void;
  fetchNow(): void;
  fetchAgain(days: { readonly from: string; readonly to: string }): void;
  disconnect(erase: boolean): void;
  eraseFormer(account: SurfaceFormerAccount): void;
  edit(employeeId: string | null): void;
  choose(mapping: SurfaceMapping, choice: MappingChoice): void;
  matchAgain(): void;
  find(query: MappingQuery): void;
  /** Looks phone users up by a part of a name, an address or a number. */
  seek(mapping: SurfaceMapping, text: string): Promise<readonly PickerOption[]>;
  checkFile(file: File): Promise<FileCheck>;
  importFile(file: File): void;
  closeNotice(): void;
}

const idle = (): void => undefined;

/** What nothing can be set off with: the page before its script has run. */
export const noActions: SettingsActions = {
  lookAt: idle,
  visit: idle,
  endVisit: idle,
  sendKeys: idle,
  fetchNow: idle,
  fetchAgain: idle,
  disconnect: idle,
  eraseFormer: idle,
  edit: idle,
  choose: idle,
  matchAgain: idle,
  find: idle,
  seek: () => Promise.resolve([]),
  checkFile: () => Promise.resolve({ kind: 'refused', message: 'Wait until the page has loaded.' }),
  importFile: idle,
  closeNotice: idle,
};

export const chosenSystem = (model: SettingsModel): SurfaceSystem | null =>
  model.systems.items.find(({ key }) => key === model.chosen) ?? null;

export const isLive = (connection: SurfaceConnection | null): connection is SurfaceConnection =>
  connection !== null && connection.status !== 'disconnected';

/** Where *Authenticate* leads: a plain link, so that it works before any script has run. */
export const connectHref = (key: string, returnTo: string = SETTINGS_PATH): string =>
  `/api/phone-systems/${encodeURIComponent(key)}/connect?returnTo=${encodeURIComponent(returnTo)}`;

/** The page's own address for a choice of system and of mapping, and to say how a visit to the vendor ended. */
export function settingsHref(chosen: string | null, query?: MappingQuery, visit?: VisitOutcome): string {
  const params = new URLSearchParams(visit === undefined ? {} : visitParams(visit));
  if (chosen !== null) params.set('system', chosen);
  if (query && query.filter !== 'all') params.set('filter', query.filter);
  if (query && query.search !== '') params.set('search', query.search);
  if (query && query.page > 1) params.set('page', String(query.page));
  if (query && query.after !== null) params.set('after', query.after);
  const text = params.toString();
  return text === '' ? SETTINGS_PATH : `${SETTINGS_PATH}?${text}`;
}

/** What an address asks for of the mapping; everybody where it asks for nothing that there is. */
export function readMappingQuery(query: URLSearchParams): MappingQuery {
  const page = Number(query.get('page') ?? '1');
  return {
    filter: MAPPING_FILTERS.find((filter) => filter === query.get('filter')) ?? 'all',
    search: (query.get('search') ?? '').trim().slice(0, 200),
    page: Number.isInteger(page) && page > 1 && page <= 1_000_000 ? page : 1,
    after: query.get('after') || null,
  };
}

/** Whether somebody is still typing the same search: each letter is no step of its own to go back over. */
export const isRefined = (before: MappingQuery, now: MappingQuery): boolean =>
  before.search !== '' && now.search !== '' && before.filter === now.filter && now.page === 1;

/** The same choice as the surface's query; empty for the first page of everybody. */
export function mappingSearch({ filter, search, page, after }: MappingQuery): string {
  const params = new URLSearchParams();
  if (filter !== 'all') params.set('filter', filter);
  if (search !== '') params.set('search', search);
  if (page > 1) params.set('page', String(page));
  if (after !== null) params.set('after', after);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
