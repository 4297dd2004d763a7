import { searchable } from '../support/plain-text.js';
import {
  itemsOf,
  type MappedPhoneUser,
  type MappingItem,
  type MappingState,
  phoneUserView,
  type PhoneUserView,
} from './mapping-view.js';
import { unmatchedOf } from './mapping-view.js';

/** Which employees a page shows: by the source of what they have, or by what is still to be done. */
export const MAPPING_FILTERS = ['all', 'unmatched', 'ambiguous', 'manual', 'auto', 'none'] as const;
export type MappingFilter = (typeof MAPPING_FILTERS)[number];

/** What is asked of the mapping page. */
export interface MappingQuery {
  /** Default `all`. */
  readonly filter?: MappingFilter;
  /** Part of a name, an address or a number; letters' case and accents do not matter. */
  readonly search?: string;
  /** From 1. */
  readonly page?: number;
}

/** How far the matching has come. */
export interface MappingSummary {
  readonly employees: number;
  /** Employees that are somebody. */
  readonly matched: number;
  readonly auto: number;
  /** Chosen by hand, "None" included. */
  readonly manual: number;
  /** Employees for whom nothing was found or chosen. */
  readonly unmatched: number;
  /** Those of the unmatched for whom there are candidates. */
  readonly ambiguous: number;
  /** The phone users that are listed now. */
  readonly phoneUsers: number;
  readonly unmatchedPhoneUsers: number;
}

/** One page of employees, and beside it one of the phone users whom nobody is. */
export interface MappingPage {
  readonly items: readonly MappingItem[];
  readonly unmatchedPhoneUsers: readonly PhoneUserView[];
  readonly summary: MappingSummary;
  /** How many fit filter and search, on all pages together; the filter is one of employees. */
  readonly found: { readonly employees: number; readonly phoneUsers: number };
  /** Null where both lists are at their end. */
  readonly nextPage: number | null;
}

const PAGE_SIZE = 50;

const shows: Record<MappingFilter, (item: MappingItem) => boolean> = {
  all: () => true,
  unmatched: ({ source }) => source === 'none',
  none: ({ source }) => source === 'none',
  ambiguous: ({ source, candidates }) => source === 'none' && candidates.length > 0,
  manual: ({ source }) => source === 'manual',
  auto: ({ source }) => source === 'auto',
};

/** @param withCalls the phone users of whom calls are stored */
export function mappingPage(
  state: MappingState,
  withCalls: ReadonlySet<string>,
  { filter = 'all', search = '', page = 1 }: MappingQuery,
): MappingPage {
  const items = itemsOf(state);
  const free = unmatchedOf(state, withCalls).map(phoneUserView);
  const foundItems = items.filter(shows[filter]).filter((item) => contains(itemTexts(item), search));
  const foundFree = free.filter((user) => contains(phoneUserTexts(user), search));
  const to = page * PAGE_SIZE;
  return {
    items: foundItems.slice(to - PAGE_SIZE, to),
    unmatchedPhoneUsers: foundFree.slice(to - PAGE_SIZE, to),
    summary: summaryOf(items, state.phoneUsers, free.length),
    found: { employees: foundItems.length, phoneUsers: foundFree.length },
    nextPage: Math.max(foundItems.length, foundFree.length) > to ? page + 1 : null,
  };
}

const summaryOf = (
  items: readonly MappingItem[],
  phoneUsers: readonly MappedPhoneUser[],
  unmatchedPhoneUsers: number,
): MappingSummary => ({
  employees: items.length,
  matched: items.filter(({ phoneUser }) => phoneUser !== null).length,
  auto: items.filter(shows.auto).length,
  manual: items.filter(shows.manual).length,
  unmatched: items.filter(shows.unmatched).length,
  ambiguous: items.filter(shows.ambiguous).length,
  phoneUsers: phoneUsers.filter(({ status }) => status !== 'departed').length,
  unmatchedPhoneUsers,
});

const itemTexts = ({ employee, phoneUser }: MappingItem): string[] => [
  employee.name,
  ...employee.emails,
  ...employee.phones,
  ...(phoneUser === null ? [] : phoneUserTexts(phoneUser)),
];

const phoneUserTexts = ({ displayName, emails, numbers }: PhoneUserView): string[] => [
  displayName,
  ...emails,
  ...numbers.flatMap(({ e164, extension }) => [e164 ?? [], extension ?? []].flat()),
];

/** A number is found however it is written: where what is searched for is digits, only digits are compared. */
function contains(texts: readonly string[], search: string): boolean {
  const sought = searchable(search).trim();
  if (texts.some((text) => searchable(text).includes(sought))) return true;
  const digits = sought.replace(/[\s().+-]/g, '');
  return /^\d{3,}$/.test(digits) && texts.some((text) => text.replace(/\D/g, '').includes(digits));
}
