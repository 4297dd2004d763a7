import type { ListPlace } from '../support/name-order.js';
import type { MappingItem, PhoneUserView } from './mapping-view.js';

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
  /** Where the page before ended: then `page` only says which one this is, and nobody is skipped who fits still. */
  readonly after?: PageEnd;
}

/** Where a page ended, in the order in which people are listed. Null is the end of the list. */
export interface PageEnd {
  readonly employee: ListPlace | null;
  readonly phoneUser: ListPlace | null;
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

/** One page of employees, and beside it one of the phone users whom nobody is; both by name. */
export interface MappingPage {
  readonly items: readonly MappingItem[];
  readonly unmatchedPhoneUsers: readonly PhoneUserView[];
  readonly summary: MappingSummary;
  /** How many fit filter and search, on all pages together; the filter is one of employees. */
  readonly found: { readonly employees: number; readonly phoneUsers: number };
  /** Null where both lists are at their end. */
  readonly nextPage: number | null;
  /** To be asked for with the next page; null where there is none. */
  readonly end: PageEnd | null;
}
