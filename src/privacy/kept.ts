import { retentionDaysOf } from '../access/index.js';
import type { TenantTerms } from '../contract/index.js';

const MOST_DAYS_OF_LOOKS = 400;

/** For how many days it stays written down who looked at whose days: as long as calls are kept, and never longer than that. */
export const looksKeptDaysOf = (terms: Pick<TenantTerms, 'retentionDays' | 'vendorRetentionDays'>): number =>
  Math.min(retentionDaysOf(terms), MOST_DAYS_OF_LOOKS);
