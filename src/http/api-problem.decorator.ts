import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse, getSchemaPath } from './describing.js';
import { ProblemAnswer } from './answers/problem.answer.js';
import { NOT_OPENED } from './opened.guard.js';

/**
 * Documents the problems that a route may answer with.
 *
 * @param codes each code, and what it says to people
 */
export function ApiProblem(status: number, codes: Readonly<Record<string, string>>): ClassDecorator & MethodDecorator {
  const named = Object.entries(codes);
  return ApiResponse({
    status,
    description: named.map(([code, sentence]) => `\`${code}\`: ${sentence}`).join('\n\n'),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: getSchemaPath(ProblemAnswer) },
            {
              type: 'object',
              required: ['status', 'code'],
              properties: {
                status: { type: 'integer', enum: [status] },
                code: { type: 'string', enum: Object.keys(codes) },
              },
            },
          ],
        },
        examples: Object.fromEntries(named.map(([code, detail]) => [code, { value: exampleOf(status, code, detail) }])),
      },
    },
  });
}

/** The problem of a route that is a door; the header `Retry-After` says when to come back. */
export const ApiDoor = (): MethodDecorator =>
  ApiProblem(429, { too_many_requests: 'These are too many requests at once: wait 30 seconds and try again.' });

/** The same of a route that lasts, or keeps the host busy. */
export const ApiCrowdedDoor = (): MethodDecorator =>
  ApiProblem(429, {
    too_many_requests: 'These are too many requests at once: wait 30 seconds and try again.',
    too_many_at_once: 'You have 8 of these open already: close one, or wait until it is done.',
  });

/**
 * The problems of a `GET` route that does something, where nobody opened it. Any other address answers 405 as well to a
 * method that it does not take.
 */
export const ApiOpened = (): MethodDecorator =>
  applyDecorators(
    ApiProblem(405, {
      method_not_allowed: 'This address does not take this method; it takes GET. Nothing was changed.',
    }),
    ApiProblem(425, { not_opened: NOT_OPENED }),
  );

/** The problems of a route that somebody signed in uses. */
export const ApiSignedIn = (): MethodDecorator =>
  applyDecorators(
    ApiProblem(401, { signed_out: 'Nobody is signed in: sign in and try again.' }),
    ApiProblem(403, { not_allowed: 'You may not do this; it is for administrators.' }),
  );

/** The same of a route that changes something, which no page of another site may ask for. */
export const ApiSignedInToChange = (): MethodDecorator =>
  applyDecorators(
    ApiProblem(401, { signed_out: 'Nobody is signed in: sign in and try again.' }),
    ApiProblem(403, {
      not_allowed: 'You may not do this; it is for administrators.',
      foreign_origin: 'This was asked for by a page of another site: open it on this one.',
    }),
  );

const exampleOf = (status: number, code: string, detail: string): ProblemAnswer => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Problem',
  status,
  detail,
  code,
  errors: [],
});
