import { RequestCounter } from 'prodoscore-phone-systems/testing';
import type { Answer } from 'prodoscore-phone-systems/testing';
import { refusalOf } from './errors.js';
import { wireInstant } from './instants.js';
import type { ZoomCompany } from './model.js';

/** Zoom's categories. */
export type Category = 'Light' | 'Medium' | 'Heavy';

/** Requests of one account, with all apps together: of each category in a second, and heavy ones in a day. */
export type RateLimits = Readonly<Record<Category | 'heavyDay', number>>;

export const zoomPhoneLimits: Readonly<Record<ZoomCompany['plan'], RateLimits>> = {
  pro: { Light: 20, Medium: 10, Heavy: 5, heavyDay: 15_000 },
  business: { Light: 40, Medium: 20, Heavy: 10, heavyDay: 30_000 },
};

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;

/** How requests are counted. */
export interface RateOptions {
  /** Instead of the plan's. */
  readonly limits: Partial<RateLimits> | 'off';
  /** From when on, each day, other apps have used up the rest; `HH:MM` of UTC. */
  readonly othersUseUpAt?: string;
  /** Milliseconds since the epoch: the pool renews at midnight, UTC. */
  readonly now: () => number;
  /** Milliseconds that never run backwards: for the limits of a second. */
  readonly ticks: () => number;
}

/** Counts the requests of accounts. A refused one is not counted. */
export class RateKeeper {
  readonly #options: RateOptions;
  readonly #seconds: RequestCounter;
  /** Heavy requests by account and day. */
  readonly #days = new Map<string, number>();

  constructor(options: RateOptions) {
    this.#options = options;
    this.#seconds = new RequestCounter(options.ticks);
  }

  /** @returns the headers that every answer has, and the refusal where there was one request too many */
  admit(
    { accountId, plan }: Pick<ZoomCompany, 'accountId' | 'plan'>,
    category: Category,
  ): { readonly headers: Readonly<Record<string, string>>; readonly refusal: Answer | null } {
    const { limits: changed, now } = this.#options;
    if (changed === 'off') return { headers: {}, refusal: null };
    const limits = { ...zoomPhoneLimits[plan], ...changed };
    const span = { key: `${accountId} ${category}`, allowed: limits[category], ms: SECOND_MS };
    const isPoolEmpty = category === 'Heavy' && this.#used(accountId, limits.heavyDay) >= limits.heavyDay;
    const isTooFast = !isPoolEmpty && this.#seconds.admit([span]) !== null;
    const headers = {
      'X-RateLimit-Category': category,
      'X-RateLimit-Type': isPoolEmpty ? 'Daily-limit' : 'QPS',
      'X-RateLimit-Limit': String(isPoolEmpty ? limits.heavyDay : limits[category]),
      'X-RateLimit-Remaining': String(isPoolEmpty || isTooFast ? 0 : this.#seconds.left(span)),
    };
    if (isPoolEmpty) {
      const renews = wireInstant((this.#day + 1) * DAY_MS);
      const message = 'The heavy requests of this day are used up.';
      return { headers, refusal: refusalOf(429, 429, message, { 'Retry-After': renews }) };
    }
    if (isTooFast) {
      const reset = { 'X-RateLimit-Reset': String(Math.ceil(now() / SECOND_MS) + 1) };
      return { headers, refusal: refusalOf(429, 429, 'Too many requests in one second.', reset) };
    }
    if (category === 'Heavy') this.othersUse(accountId, 1);
    return { headers, refusal: null };
  }

  /** Takes heavy requests out of an account's day. */
  othersUse(accountId: string, requests: number): void {
    const key = `${accountId} ${this.#day}`;
    this.#days.set(key, (this.#days.get(key) ?? 0) + requests);
  }

  get #day(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }

  #used(accountId: string, ofDay: number): number {
    const [hour = 24, minute = 0] = this.#options.othersUseUpAt?.split(':').map(Number) ?? [];
    const isUsedUp = this.#options.now() % DAY_MS >= (hour * 60 + minute) * 60_000;
    return isUsedUp ? ofDay : (this.#days.get(`${accountId} ${this.#day}`) ?? 0);
  }
}
