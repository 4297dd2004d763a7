import { RequestCounter } from '../vendor/index.js';

/** Requests of one company in a span of time; a request names the limits that it falls under. */
export interface Limits {
  /** Everything, in a second. Dialpad: 20. */
  readonly perSecond: number;
  /** The call list, in a minute. Dialpad: 1,200. */
  readonly callListPerMinute: number;
  /** One call by its id, in a minute. Dialpad: 10. */
  readonly callPerMinute: number;
  /** Users, company, reading and deleting webhooks and subscriptions: each in a minute. Dialpad: 1,200. */
  readonly otherPerMinute: number;
  /** New webhooks, in a minute. Dialpad: 100. */
  readonly newWebhooksPerMinute: number;
}

export type MinuteLimit = Exclude<keyof Limits, 'perSecond'>;

export const dialpadLimits: Limits = {
  perSecond: 20,
  callListPerMinute: 1200,
  callPerMinute: 10,
  otherPerMinute: 1200,
  newWebhooksPerMinute: 100,
};

/** Too many requests; `retryAfterSeconds` is null when Dialpad is not kind enough to say when to come back. */
export interface Refusal {
  readonly retryAfterSeconds: number | null;
}

/** Counts requests against the limits. */
export class LimitKeeper {
  readonly #limits: Limits | 'off';
  readonly #counter: RequestCounter;
  #refusals = 0;

  /** @param now milliseconds that never run backwards */
  constructor(limits: Limits | 'off', now: () => number) {
    this.#limits = limits;
    this.#counter = new RequestCounter(now);
  }

  /** Counts a request, or refuses it without counting. `route` separates the routes that share a number. */
  admit(companyId: string, limit: MinuteLimit, route: string): Refusal | null {
    if (this.#limits === 'off') return null;
    const waitMs = this.#counter.admit([
      { key: `${companyId} all`, allowed: this.#limits.perSecond, ms: 1000 },
      { key: `${companyId} ${route}`, allowed: this.#limits[limit], ms: 60_000 },
    ]);
    if (waitMs === null) return null;
    this.#refusals += 1;
    const isKind = this.#refusals % 2 === 1;
    return { retryAfterSeconds: isKind ? Math.max(1, Math.ceil(waitMs / 1000)) : null };
  }
}
