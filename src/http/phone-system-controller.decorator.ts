import { applyDecorators, Controller, UseFilters, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AccessGuard, OriginGuard } from '../access/index.js';
import { ProblemAnswer } from './answers/problem.answer.js';
import { DoorsGuard } from './doors.guard.js';
import { NoStoreInterceptor } from './no-store.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { inputPipe } from './validation.js';

/**
 * A controller of this package: denied by default, its doors counted, inputs checked, answers kept out of caches, failures told as
 * problems. All of it hangs on the controller, so that the host's own routes stay as they are.
 */
export const PhoneSystemController = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(path),
    UseFilters(ProblemFilter),
    UseGuards(OriginGuard, AccessGuard, DoorsGuard),
    UseInterceptors(NoStoreInterceptor),
    UsePipes(inputPipe()),
    ApiTags('Phone systems'),
    ApiExtraModels(ProblemAnswer),
    ApiProblem(500, 'Something went wrong here'),
  );

/** Documents a problem that a route may answer with. */
export const ApiProblem = (status: number, description: string): ClassDecorator & MethodDecorator =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemAnswer) } } },
  });

/** The problem of a route that is a door. */
export const ApiDoor = (): MethodDecorator =>
  ApiProblem(429, 'Too many requests at once (`too_many_requests`); `Retry-After` says when to come back');

/** The problems of a route that somebody signed in uses. */
export const ApiSignedIn = (): MethodDecorator =>
  applyDecorators(
    ApiProblem(401, 'Nobody is signed in (`signed_out`)'),
    ApiProblem(403, 'Not allowed (`not_allowed`), or asked for by a page of another site (`foreign_origin`)'),
  );
