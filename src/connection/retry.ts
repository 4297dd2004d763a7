import type { ProviderFailure } from '../contract/index.js';

/** Whether to send a request again at once, and why. */
export type RetryDecision =
  | { readonly again: true; readonly afterMs: number; readonly because: string }
  | { readonly again: false; readonly because: string };

const MOST_ATTEMPTS = 4;
/** Longer waits are written down by whoever asked, so that a restarted host goes on where it was. */
export const LONGEST_WAIT_MS = 5_000;
const FIRST_WAIT_MS = 250;

/**
 * Decides about one failed request. Only what passes within seconds is worth waiting for here.
 *
 * @param attempt how often the request was sent, at least 1
 * @param random from 0 to 1: spreads the waits of many requests that failed together
 */
export function decideRetry(failure: ProviderFailure, attempt: number, now: Date, random: number): RetryDecision {
  if (failure.kind !== 'slowDown' && failure.kind !== 'tryLater') {
    return { again: false, because: `${failure.kind} does not pass by itself` };
  }
  if (attempt >= MOST_ATTEMPTS) return { again: false, because: `it failed ${attempt} times` };
  const asked = failure.kind === 'slowDown' && failure.until ? failure.until.getTime() - now.getTime() : 0;
  if (asked > LONGEST_WAIT_MS) return { again: false, because: 'the vendor asks for a longer wait' };
  const backoff = FIRST_WAIT_MS * 2 ** (attempt - 1);
  return { again: true, afterMs: Math.max(asked, 0) + backoff * (0.5 + random / 2), because: failure.kind };
}

const FIRST_PARK_MS = 5_000;
const LONGEST_PARK_MS = 300_000;

/**
 * Until when work that could not go on rests.
 *
 * @param attempts how often in a row it had to rest, this time included
 */
export function restUntil(failure: ProviderFailure, attempts: number, now: Date, random: number): Date {
  const asked = failure.kind === 'slowDown' && failure.until ? failure.until.getTime() : 0;
  const backoff = Math.min(LONGEST_PARK_MS, FIRST_PARK_MS * 2 ** Math.min(attempts - 1, 10));
  return new Date(Math.max(asked, now.getTime() + backoff * (0.5 + random / 2)));
}
