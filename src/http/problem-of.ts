import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { ProviderError } from '../contract/index.js';
import { sessionTrouble } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import type { ProblemAnswer } from './answers/problem.answer.js';

/** What refusals that a framework makes are told as: its own words speak to programmers. */
const PLAIN: Readonly<Record<number, () => Problem>> = {
  400: () => problem('invalid_input', 'it could not be read; send well-formed JSON to a well-formed address'),
  401: () => problem('signed_out'),
  403: () => problem('not_allowed'),
  404: () => problem('not_found'),
  405: () => problem('method_not_allowed'),
  413: () => problem('too_large'),
  415: () => problem('unsupported_media_type', 'the request', 'application/json'),
  429: () => problem('too_many_requests'),
  503: () => problem('unavailable'),
};

/** What to answer to anything that was thrown. Only what was written for people leaves the house. */
export function problemOf(error: unknown): ProblemAnswer {
  if (error instanceof Problem) return answerOf(error);
  if (error instanceof ProviderError) return answer(502, 'vendor_error', error.message);
  const trouble = sessionTrouble(error);
  if (trouble !== null) return answerOf(problem('database_busy', trouble));
  const status = statusOf(error);
  const plain = status === null ? undefined : PLAIN[status];
  if (status === null || (plain === undefined && status >= 500)) return answerOf(problem('internal_error'));
  return plain ? answerOf(plain()) : answer(status, 'refused', 'The request was refused: check it and try again.');
}

const answerOf = ({ status, code, message, errors }: Problem): ProblemAnswer => answer(status, code, message, errors);

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
