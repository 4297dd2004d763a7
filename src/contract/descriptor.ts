import type { Grant } from './grant.js';

/**
 * Who a provider is: data only, known before anything is connected. It draws the drop-down and the settings page,
 * says how access is granted, bounds the fetching, and is what `plugin.manifest.json` is held against.
 */
export interface ProviderDescriptor {
  /** Stable, stored and part of URLs: lower-case letters, digits and dashes, such as `dialpad`. */
  readonly key: string;
  /** As an administrator knows it, such as `Dialpad`. */
  readonly displayName: string;
  /** What it cannot show or treats in its own way, each a sentence in the administrator's words. */
  readonly limitations: readonly string[];
  /** A page for the administrator about this phone system. */
  readonly docsUrl: string;
  /** Where the vendor lives. `production` is used unless the operator gives another base URL. */
  readonly environments: Readonly<Record<string, ProviderEnvironment>>;
  /** How an administrator lets this host in. */
  readonly grant: Grant;
  readonly listing: ListingFacts;
  /**
   * `installation`: the vendor delivers the events of all accounts to one address of this host; see {@link SharedWebhooks}.
   * Left out: each connection subscribes for itself, where the vendor tells of events at all.
   */
  readonly webhookAddress?: 'installation';
  /**
   * The vendor's limits by name; each request names the ones that it falls under. The one called {@link OVERALL_BUDGET},
   * where there is one, holds for every request as well.
   */
  readonly budgets: Readonly<Record<string, RequestBudget>>;
}

/** The name of the budget that all requests of one account share, beside the one that each of them names. */
export const OVERALL_BUDGET = 'everything';

/**
 * Where a vendor lives, as origins without a path: https, or http on a loopback address. Most vendors have one; some sign
 * people in at another one than that of their API.
 */
export interface VendorOrigins {
  /** Of the API. */
  readonly baseUrl: string;
  /** Where administrators sign in and allow access. Left out: the base URL. */
  readonly authorizeUrl?: string;
  /** Where tokens are given and revoked. Left out: the base URL. */
  readonly tokenUrl?: string;
}

/** One of the vendor's installations. */
export interface ProviderEnvironment extends VendorOrigins {
  readonly label: string;
}

/** What the platform must know of a vendor's call listing in order to fetch without gaps. Durations in milliseconds. */
export interface ListingFacts {
  /** The longest span that one `listCalls` may cover; longer windows are split for the provider. */
  readonly maxWindowMs?: number;
  /** How long after its end a call may take to be listed. `completeUntil` stays behind by as much. */
  readonly settleMs: number;
  /** How far back the vendor keeps calls; bounds the first fetch. */
  readonly historyMs?: number;
  /**
   * For how long back every account is told of its calls, whatever plan it has. What is older and comes back empty may be
   * out of the account's reach: days of it are not known, until a call is listed that is as old. Left out: what is not
   * listed did not happen.
   */
  readonly accessMs?: number;
}

/**
 * At most `requests` in any span of `perMs` milliseconds, for one connected account. The platform never sends more, however
 * many copies of the host there are.
 *
 * @example
 * budgets: {
 *   heavy: { requests: 10, perMs: 1_000 },
 *   heavyDay: { requests: 30_000, perMs: 86_400_000, pool: true },
 * }
 */
export interface RequestBudget {
  /** A whole number above zero. */
  readonly requests: number;
  readonly perMs: number;
  /**
   * Present for a number that may be used up at any pace, such as 30,000 a day: it is counted and not spread, which would
   * be one request every 2.88 seconds. Where others draw from it as well, the vendor's refusal says when it is full again:
   * until then the connection rests. Left out: requests are spread over the span.
   */
  readonly pool?: true;
}

/** What a provider can do beyond the three questions. It follows from the facets that are present. */
export type Capability = 'webhooks';
