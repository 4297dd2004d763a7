import { RequestCounter } from 'prodoscore-phone-systems/testing';
import { refusalOf } from './errors.js';
import type { Answer } from 'prodoscore-phone-systems/testing';

/** RingCentral's usage groups. */
export type UsageGroup = 'Light' | 'Medium' | 'Heavy' | 'Auth';

/** Requests of one user with one app in a minute, by group. */
export interface RateLimits extends Readonly<Record<UsageGroup, number>> {
  /** How long nothing is answered to who asked too much, counted from the last request; 60 unless given. */
  readonly penaltySeconds: number;
}

export const ringCentralLimits: RateLimits = { Light: 50, Medium: 40, Heavy: 10, Auth: 5, penaltySeconds: 60 };

const WINDOW_SECONDS = 60;

/** Counts requests, and keeps those away who asked too much: each request during a penalty begins it anew. */
export class RateKeeper {
  readonly #limits: RateLimits | 'off';
  readonly #now: () => number;
  readonly #counter: RequestCounter;
  readonly #penalties = new Map<string, number>();

  /** @param now milliseconds that never run backwards */
  constructor(limits: RateLimits | 'off', now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#counter = new RequestCounter(now);
  }

  /**
   * Counts a request.
   *
   * @param who the user and the app
   * @returns the headers that every answer has, and the refusal where there was one request too many
   */
  admit(who: string, group: UsageGroup): { readonly headers: Record<string, string>; readonly refusal: Answer | null } {
    if (this.#limits === 'off') return { headers: {}, refusal: null };
    const key = `${who} ${group}`;
    const span = { key, allowed: this.#limits[group], ms: WINDOW_SECONDS * 1000 };
    const isPunished = (this.#penalties.get(key) ?? 0) > this.#now();
    const isFull = isPunished || this.#counter.admit([span]) !== null;
    const headers = {
      'X-Rate-Limit-Group': group.toLowerCase(),
      'X-Rate-Limit-Limit': String(span.allowed),
      'X-Rate-Limit-Remaining': String(isFull ? 0 : this.#counter.left(span)),
      'X-Rate-Limit-Window': String(WINDOW_SECONDS),
    };
    if (!isFull) return { headers, refusal: null };
    const { penaltySeconds } = this.#limits;
    this.#penalties.set(key, this.#now() + penaltySeconds * 1000);
    const after = { ...headers, 'Retry-After': String(penaltySeconds) };
    return { headers, refusal: refusalOf(429, 'CMN-301', 'Request rate exceeded', {}, after) };
  }
}
