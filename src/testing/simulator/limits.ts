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

/** Counts requests in sliding spans. */
export class LimitKeeper {
  readonly #limits: Limits | 'off';
  readonly #now: () => number;
  readonly #seen = new Map<string, number[]>();
  #refusals = 0;

  /** @param now milliseconds that never run backwards */
  constructor(limits: Limits | 'off', now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts a request, or refuses it without counting. `route` separates the routes that share a number. */
  admit(companyId: string, limit: MinuteLimit, route: string): Refusal | null {
    if (this.#limits === 'off') return null;
    const now = this.#now();
    const spans = [
      { seen: this.#recent(`${companyId} all`, now - 1000), allowed: this.#limits.perSecond, ms: 1000 },
      { seen: this.#recent(`${companyId} ${route}`, now - 60_000), allowed: this.#limits[limit], ms: 60_000 },
    ];
    const full = spans.filter(({ seen, allowed }) => seen.length >= allowed);
    if (full.length > 0) {
      const waits = full.map(({ seen, ms }) => (seen[0] ?? now) + ms - now);
      this.#refusals += 1;
      const isKind = this.#refusals % 2 === 1;
      return { retryAfterSeconds: isKind ? Math.max(1, Math.ceil(Math.max(...waits) / 1000)) : null };
    }
    for (const { seen } of spans) seen.push(now);
    return null;
  }

  #recent(key: string, since: number): number[] {
    const seen = this.#seen.get(key) ?? [];
    const firstRecent = seen.findIndex((at) => at > since);
    seen.splice(0, firstRecent < 0 ? seen.length : firstRecent);
    this.#seen.set(key, seen);
    return seen;
  }
}
