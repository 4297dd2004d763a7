import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiProblems } from './api-problem.decorator.js';
import { JsonOnlyGuard } from './json-only.guard.js';

/** A route with a body, which is JSON and nothing else. */
export const TakesJson = (): MethodDecorator =>
  applyDecorators(
    UseGuards(JsonOnlyGuard),
    ApiProblems('too_large'),
    ApiProblems(['unsupported_media_type', 'the request', 'application/json']),
  );
