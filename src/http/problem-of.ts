import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { ProviderError } from '../contract/index.js';
import { type SessionTrouble, sessionTrouble } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import type { ProblemAnswer } from './answers/problem.answer.js';

const INSIDE =
  'Something went wrong here, and nothing is known to have been changed. It is in the log: try again, and tell the operator if it happens again.';

const TROUBLE: Readonly<Record<SessionTrouble, string>> = {
  none: 'The database is busy or cannot be reached, so nothing is known to have been changed: wait a little and try again, and tell the operator if it happens again.',
  lost: 'The connection to the database was lost in the midst of this, so it is not known whether anything was changed: wait a little, look, and try again, and tell the operator if it happens again.',
};

/** Codes and sentences of refusals that a framework makes; its own words speak to programmers. */
const PLAIN: Readonly<Record<number, readonly [code: string, sentence: string]>> = {
  400: ['invalid_input', 'The request could not be read: send well-formed JSON to a well-formed address.'],
  401: ['signed_out', 'Nobody is signed in: sign in and try again.'],
  403: ['not_allowed', 'You may not do this.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not take this method.'],
  413: ['too_large', 'The request is too large.'],
  415: ['unsupported_media_type', 'Send the request as application/json.'],
  429: ['too_many_requests', 'These are too many requests at once: wait a little and try again.'],
  503: ['unavailable', 'This cannot be answered just now: try again in a moment.'],
};

/** What to answer to anything that was thrown. Only what was written for people leaves the house. */
export function problemOf(error: unknown): ProblemAnswer {
  if (error instanceof Problem) return answer(error.status, error.code, error.message, error.errors);
  if (error instanceof ProviderError) return answer(502, 'vendor_error', error.message);
  const trouble = sessionTrouble(error);
  if (trouble !== null) return answer(503, 'database_busy', TROUBLE[trouble]);
  const status = statusOf(error);
  const plain = status === null ? undefined : PLAIN[status];
  if (status === null || (plain === undefined && status >= 500)) return answer(500, 'internal_error', INSIDE);
  const [code, sentence] = plain ?? ['refused', 'The request was refused: check it and try again.'];
  return answer(status, code, sentence);
}

/** Whether somebody has to look into it: all but refusals that were made on purpose. */
export const isUnexpected = (error: unknown): boolean =>
  !(error instanceof Problem) && !(error instanceof ProviderError) && (statusOf(error) ?? 500) >= 500;

/** The status that an error asks for: Nest's, or that of a body parser, which marks what may be shown. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('expose' in error) || error.expose !== true) return null;
  return 'status' in error && typeof error.status === 'number' ? error.status : null;
}

const answer = (status: number, code: string, detail: string, errors: ProblemAnswer['errors'] = []): ProblemAnswer => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Problem',
  status,
  detail,
  code,
  errors,
});
