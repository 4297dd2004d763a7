import { retentionDaysOf } from '../../access/terms.service.js';
import type { ListingFacts, TenantTerms } from '../../contract/index.js';
import type { PhoneSystemSettings } from '../../support/settings.js';

const DAY_MS = 86_400_000;

/** From when on calls are wanted: no farther back than they are kept, since what is older would be deleted at once. */
export function historyStart(
  { historyDays }: Pick<PhoneSystemSettings, 'historyDays'>,
  terms: TenantTerms,
  { historyMs = Infinity }: Pick<ListingFacts, 'historyMs'>,
  now: Date,
): Date {
  return new Date(now.getTime() - Math.min(Math.min(historyDays, retentionDaysOf(terms)) * DAY_MS, historyMs));
}
