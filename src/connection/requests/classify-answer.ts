import { ProviderError, type ProviderFailure } from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { readDate } from './read-date.js';
import type { VendorAnswer } from './vendor-http.js';

/**
 * What an answer's status means: null where it is a success.
 *
 * @param now the instant from which a `Retry-After` in seconds counts
 */
export function failureOf(
  { status, headers, text }: Pick<VendorAnswer, 'status' | 'headers' | 'text'>,
  now: Date,
): ProviderError | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return problem(
      { kind: 'misconfigured', what: 'base URL' },
      'The phone system sent us to another address, which is not followed: check its base URL.',
    );
  }
  if (status === 401) {
    return problem({ kind: 'reconnect', reason: 'expired' }, 'The phone system no longer accepts this connection.');
  }
  if (LASTING.has(status) && isMarkup(text)) {
    return problem({ kind: 'tryLater' }, `Something in front of the phone system refused (status ${status}).`);
  }
  if (status === 403) return problem({ kind: 'forbidden' }, 'The phone system refuses this to the connected person.');
  if (status === 404 || status === 410)
    return problem({ kind: 'gone' }, 'The phone system does not know this (any more).');
  const until = retryAfter(headers, now);
  if (status === 429 || (status === 503 && until !== undefined)) {
    return problem({ kind: 'slowDown', until }, 'The phone system asks us to slow down.');
  }
  if (status === 408 || status === 425 || status >= 500) {
    return problem({ kind: 'tryLater' }, `The phone system is out of order for now (status ${status}).`);
  }
  return problem(
    { kind: 'unreadable', where: `status ${status}` },
    `The phone system refused the request (status ${status}).`,
  );
}

/** What these mean does not pass by itself. A proxy's page is no word of the vendor's. */
const LASTING: ReadonlySet<number> = new Set([400, 403, 404, 410]);

/** Whether an answer is a page for people, where the vendor would have answered in JSON or with nothing. */
export const isMarkup = (text: string): boolean => /^\s*</.test(text);

/**
 * The JSON of a successful answer.
 *
 * @throws ProviderError of kind `tryLater` where it is no JSON: a proxy's page, nothing, or an answer that broke off
 */
export function jsonOf({ text }: Pick<VendorAnswer, 'text'>): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw problem({ kind: 'tryLater' }, 'The phone system sent something else than JSON.', cause);
  }
}

/**
 * What an error under a status of success means, or null where the answer carries none: an object whose `error` is a text
 * or an object, and that has no list with anything in it. It would pass for an empty one. Where it tells a status, it is
 * what that status is.
 */
export function failureWithin(
  json: unknown,
  { headers, text }: Pick<VendorAnswer, 'headers' | 'text'>,
  now: Date,
): ProviderError | null {
  if (!isObject(json)) return null;
  const { error } = json;
  if (!isObject(error) && (typeof error !== 'string' || error === '')) return null;
  if (Object.values(json).some((value) => Array.isArray(value) && value.length > 0)) return null;
  const status = [...(isObject(error) ? statusesIn(error) : []), ...statusesIn(json)].find(isRefusal);
  const meant = status === undefined ? null : failureOf({ status, headers, text }, now);
  return meant ?? problem({ kind: 'tryLater' }, 'The phone system answered with an error under a status of success.');
}

const statusesIn = ({ code, status, statusCode }: Readonly<Record<string, unknown>>): number[] =>
  [code, status, statusCode].map(
    (value) => (typeof value === 'string' && value !== '' ? Number(value) : value) as number,
  );

const isRefusal = (status: number): boolean => Number.isInteger(status) && status >= 400 && status < 600;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** No vendor means more: its clock, or ours, is wrong then. */
const LONGEST_SILENCE_MS = 24 * 3_600_000;

/**
 * `Retry-After` in seconds, some of them with a fraction, or as a date. That is one of the vendor's clock: what its `Date`
 * says is now.
 */
function retryAfter(headers: Headers, now: Date): Date | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const vendorNow = readDate(headers.get('date') ?? '', now.getTime()) ?? now.getTime();
  const waitMs = /^\d+(\.\d+)?$/.test(value)
    ? Math.ceil(Number(value)) * 1_000
    : (readDate(value, vendorNow) ?? NaN) - vendorNow;
  const until = now.getTime() + waitMs;
  return isInstant(until) ? new Date(Math.min(until, now.getTime() + LONGEST_SILENCE_MS)) : undefined;
}

/** Fewer numbers are instants than are finite. */
const isInstant = (ms: number): boolean => !Number.isNaN(new Date(ms).getTime());

const problem = (failure: ProviderFailure, message: string, cause?: unknown): ProviderError =>
  new ProviderError(failure, message, cause === undefined ? undefined : { cause });
