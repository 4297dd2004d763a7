import { retentionDaysOf } from '../access/index.js';
import type { TenantTerms } from '../contract/index.js';

type Retained = Pick<TenantTerms, 'retentionDays' | 'vendorRetentionDays'>;

const MOST_DAYS_OF_LOOKS = 400;

/** For how many days it stays written down who looked at whose days: as long as calls are kept, and never longer than that. */
export const looksKeptDaysOf = (terms: Retained): number => Math.min(retentionDaysOf(terms), MOST_DAYS_OF_LOOKS);

/** The kinds of what is stored of a person. */
export const STORED_KINDS = [
  'employee',
  'matches',
  'calls',
  'days',
  'objections',
  'readers',
  'acknowledgements',
  'actions',
] as const;
export type StoredKind = (typeof STORED_KINDS)[number];

/** How long something is kept. */
export interface Kept {
  readonly kind: StoredKind;
  /** Null where no number of days ends it. */
  readonly days: number | null;
  /** The same in words. */
  readonly until: string;
}

const UNTIL_ERASED = 'Until the person is erased.';

/** How long each kind of what is stored of a person is kept, by a tenant's terms. */
export function keptOf(terms: Retained): readonly Kept[] {
  const days = retentionDaysOf(terms);
  const looks = looksKeptDaysOf(terms);
  return [
    { kind: 'employee', days: null, until: UNTIL_ERASED },
    { kind: 'matches', days: null, until: UNTIL_ERASED },
    { kind: 'calls', days, until: `For ${days} days.` },
    {
      kind: 'days',
      days: null,
      until: 'Until the person is erased; the sentences that name others go with the calls.',
    },
    {
      kind: 'objections',
      days,
      until: `For ${days} days, as the calls of their day; one that waits for an answer stays.`,
    },
    { kind: 'readers', days: looks, until: `For ${looks} days.` },
    { kind: 'acknowledgements', days: null, until: UNTIL_ERASED },
    { kind: 'actions', days: null, until: 'For good: the audit trail names people by their ids alone.' },
  ];
}
