import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse, getSchemaPath } from './describing.js';
import { type About, type ProblemCode, PROBLEMS } from '../support/problems.js';
import { ProblemAnswer } from './answers/problem.answer.js';

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

/** A refusal of the catalogue as a route gives it: its code, with what its sentence is told where it depends on anything. */
type Told = {
  [C in ProblemCode]: [] extends About<C> ? C | readonly [C, ...About<C>] : readonly [C, ...About<C>];
}[ProblemCode];

/**
 * Documents refusals of the catalogue.
 *
 * @example ApiProblems('unknown_call', ['invalid_input', 'excluded must be true or false'])
 */
export function ApiProblems(...told: readonly Told[]): ClassDecorator & MethodDecorator {
  const byStatus = new Map<number, Record<string, string>>();
  for (const each of told) {
    const [code, ...about] = typeof each === 'string' ? [each] : each;
    const { status, says } = PROBLEMS[code] as { status: number; says: (...about: readonly unknown[]) => string };
    byStatus.set(status, { ...byStatus.get(status), [code]: says(...about) });
  }
  return applyDecorators(...[...byStatus].map(([status, codes]) => ApiProblem(status, codes)));
}

const MOMENT = ['too_many_requests', 30] as const;

/** The problem of a route that is a door; the header `Retry-After` says when to come back. */
export const ApiDoor = (): MethodDecorator => ApiProblems(MOMENT);

/** The same of a route that lasts, or keeps the host busy. */
export const ApiCrowdedDoor = (): MethodDecorator => ApiProblems(MOMENT, ['too_many_at_once', 'person', 8]);

/**
 * The problems of a `GET` route that does something, where nobody opened it. Any other address answers 405 as well to a
 * method that it does not take.
 */
export const ApiOpened = (): MethodDecorator => ApiProblems(['method_not_allowed', 'GET'], 'not_opened');

const FOR_ADMINISTRATORS = ['not_allowed', 'administrators'] as const;

/** The problems of a route that somebody signed in uses. */
export const ApiSignedIn = (): MethodDecorator => ApiProblems('signed_out', FOR_ADMINISTRATORS);

/** The same of a route on which people read what is counted of themselves. */
export const ApiReadAboutOneself = (): MethodDecorator =>
  ApiProblems(
    'signed_out',
    ['not_allowed', 'administrators, the person concerned and the direct manager of that person'],
    'notice_first',
  );

/** The same of a route that changes something, which no page of another site may ask for. */
export const ApiSignedInToChange = (): MethodDecorator =>
  ApiProblems('signed_out', FOR_ADMINISTRATORS, 'foreign_origin');

/** {@link ApiSignedIn} of a route about points, which a tenant may keep from its administrators. */
export const ApiReadPoints = (): MethodDecorator => ApiProblems('signed_out', FOR_ADMINISTRATORS, 'points_not_told');

/** {@link ApiSignedInToChange} of such a route. */
export const ApiChangePoints = (): MethodDecorator =>
  ApiProblems('signed_out', FOR_ADMINISTRATORS, 'points_not_told', 'foreign_origin');

const exampleOf = (status: number, code: string, detail: string): ProblemAnswer => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Problem',
  status,
  detail,
  code,
  errors: [],
});
