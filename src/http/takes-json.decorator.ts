import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiProblem } from './api-problem.decorator.js';
import { JsonOnlyGuard } from './json-only.guard.js';

/** A route with a body, which is JSON and nothing else. */
export const TakesJson = (): MethodDecorator =>
  applyDecorators(
    UseGuards(JsonOnlyGuard),
    ApiProblem(413, { too_large: 'The request is too large.' }),
    ApiProblem(415, { unsupported_media_type: 'Send the request as application/json.' }),
  );
