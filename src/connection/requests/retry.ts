import type { ProviderFailure } from '../../contract/index.js';

/** Whether to send a request again, after what wait, and why. */
export interface RetryDecision {
  readonly again: boolean;
  /**
   * So long nothing of the request's class leaves, from whichever copy of the host. It is stored: who takes the request up
   * after a restart waits for its end as well.
   */
  readonly silenceMs: number;
  readonly because: string;
}

const MOST_ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
/** The wait when a vendor asks for one and does not say for how long. */
const UNSAID_WAIT_MS = 1_000;
/** If the vendor asks for a longer wait, the round is retried later instead of waiting. */
const LONGEST_ASKED_MS = 5_000;
/** No silence that a request waits for is longer. */
export const LONGEST_WAIT_MS = LONGEST_ASKED_MS + FIRST_WAIT_MS * 2 ** (MOST_ATTEMPTS - 2);

/**
 * Decides about one failed request. Only what passes within seconds is worth waiting for here.
 *
 * @param attempt how often the request was sent, at least 1
 * @param random from 0 to 1: spreads the waits of many requests that failed together
 */
export function decideRetry(failure: ProviderFailure, attempt: number, now: Date, random: number): RetryDecision {
  if (failure.kind !== 'slowDown' && failure.kind !== 'tryLater') {
    return { again: false, silenceMs: 0, because: `${failure.kind} does not pass by itself` };
  }
  const askedMs = failure.kind === 'slowDown' ? askedFor(failure.until, now) : 0;
  if (attempt >= MOST_ATTEMPTS) return { again: false, silenceMs: askedMs, because: `it failed ${attempt} times` };
  if (askedMs > LONGEST_ASKED_MS) {
    return { again: false, silenceMs: askedMs, because: 'the vendor asks for a longer wait' };
  }
  const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random / 2);
  return { again: true, silenceMs: askedMs + backoffMs, because: failure.kind };
}

const askedFor = (until: Date | undefined, now: Date): number =>
  until === undefined ? UNSAID_WAIT_MS : Math.max(0, until.getTime() - now.getTime());

const FIRST_PARK_MS = 5_000;
const LONGEST_PARK_MS = 300_000;

/**
 * Until when work that could not go on rests.
 *
 * @param attempts how often in a row it had to rest, this time included
 * @param longestMs no rest is longer, unless the vendor asked for one
 */
export function restUntil(
  failure: ProviderFailure,
  attempts: number,
  now: Date,
  random: number,
  longestMs: number = LONGEST_PARK_MS,
): Date {
  const asked = failure.kind === 'slowDown' && failure.until ? failure.until.getTime() : 0;
  const backoff = Math.min(longestMs, FIRST_PARK_MS * 2 ** Math.min(attempts - 1, 10));
  return new Date(Math.max(asked, now.getTime() + backoff * (0.5 + random / 2)));
}
