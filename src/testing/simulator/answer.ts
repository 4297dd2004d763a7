import { Refused, json } from '../vendor/index.js';
import type { Answer } from '../vendor/index.js';

/** A failure in Dialpad's shape. */
export const failure = (code: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(code, { error: { code, message, errors: [{ message, domain: 'global', reason: reasonOf(code) }] } }, headers);

const reasonOf = (code: number): string =>
  ({
    400: 'badRequest',
    401: 'authError',
    403: 'forbidden',
    404: 'notFound',
    409: 'conflict',
    429: 'rateLimitExceeded',
  })[code] ?? 'backendError';

/** Stops with a failure in Dialpad's shape. */
export const refuse = (code: number, message: string, headers: Readonly<Record<string, string>> = {}): never => {
  throw new Refused(failure(code, message, headers));
};
