import { RequestCounter } from 'prodoscore-phone-systems/testing';
import type { Answer, RequestSpan } from 'prodoscore-phone-systems/testing';
import { refusalOf } from './errors.js';

/** How much may be asked. */
export interface RateLimits {
  /** Call records and rows, in 20 seconds: of one application in one tenant. */
  readonly callRecords: number;
  /** The same of all applications in one tenant. */
  readonly callRecordsOfTenant: number;
  /** One call record, in 20 seconds. */
  readonly oneRecord: number;
  /** The further pages of one call record, in five minutes. */
  readonly pagesOfOneRecord: number;
  /** Directory and organisation, in resource units of 10 seconds; a list of users takes two. */
  readonly directoryUnits: number;
  /** Everything, in a second: of one application over all tenants. */
  readonly everything: number;
}

export const graphLimits: RateLimits = {
  callRecords: 1500,
  callRecordsOfTenant: 10_000,
  oneRecord: 10,
  pagesOfOneRecord: 50,
  directoryUnits: 3500,
  everything: 2000,
};

/** What a request is counted as. */
export type CountedAs =
  | { readonly kind: 'directory' }
  | { readonly kind: 'callRecords' }
  | { readonly kind: 'oneRecord'; readonly recordId: string }
  | { readonly kind: 'pageOfOneRecord'; readonly recordId: string }
  | { readonly kind: 'other' };

/** Counts requests, and says how long to wait where there is one too many. */
export class RateKeeper {
  readonly #limits: RateLimits | 'off';
  readonly #counter: RequestCounter;

  /** @param now milliseconds that never run backwards */
  constructor(limits: RateLimits | 'off', now: () => number) {
    this.#limits = limits;
    this.#counter = new RequestCounter(now);
  }

  /** The refusal where there was one request too many; else null, and it is counted. */
  admit(clientId: string, companyId: string, as: CountedAs): Answer | null {
    if (this.#limits === 'off') return null;
    const wait = this.#counter.admit(spansOf(this.#limits, clientId, companyId, as));
    if (wait === null) return null;
    const headers = { 'Retry-After': String(Math.max(1, Math.ceil(wait / 1000))) };
    return refusalOf(429, 'TooManyRequests', 'Too many requests.', headers);
  }
}

const spansOf = (limits: RateLimits, clientId: string, companyId: string, as: CountedAs): readonly RequestSpan[] => {
  const all = { key: clientId, allowed: limits.everything, ms: 1000 };
  if (as.kind === 'other') return [all];
  if (as.kind === 'directory') {
    return [all, { key: `users ${companyId}`, allowed: Math.floor(limits.directoryUnits / 2), ms: 10_000 }];
  }
  const records = [
    all,
    { key: `records ${companyId} ${clientId}`, allowed: limits.callRecords, ms: 20_000 },
    { key: `records ${companyId}`, allowed: limits.callRecordsOfTenant, ms: 20_000 },
  ];
  if (as.kind === 'callRecords') return records;
  return as.kind === 'oneRecord'
    ? [...records, { key: `record ${as.recordId}`, allowed: limits.oneRecord, ms: 20_000 }]
    : [...records, { key: `pages ${as.recordId}`, allowed: limits.pagesOfOneRecord, ms: 300_000 }];
};
