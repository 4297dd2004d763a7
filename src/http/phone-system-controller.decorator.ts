import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from './describing.js';
import { AccessGuard, OriginGuard } from '../access/index.js';
import { AnswersItself } from './answers-itself.js';
import { ProblemAnswer } from './answers/problem.answer.js';
import { ApiProblems } from './api-problem.decorator.js';
import { DoorsGuard } from './doors.guard.js';
import { NoStoreGuard } from './no-store.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { inputPipe } from './validation.js';

/**
 * A controller of this package: denied by default, its doors counted, inputs checked, answers sent as they are and kept out
 * of caches, failures told as problems. All of it hangs on the controller, so that the host's own routes stay as they are.
 */
export const PhoneSystemController = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(path),
    AnswersItself(),
    UseFilters(ProblemFilter),
    UseGuards(NoStoreGuard, OriginGuard, AccessGuard, DoorsGuard),
    UsePipes(inputPipe()),
    ApiTags('Phone systems'),
    ApiExtraModels(ProblemAnswer),
    ApiProblems('internal_error', ['host_misconfigured', 'Directory', 'an employee', 'name must be a text']),
    ApiProblems(['database_busy', 'none']),
  );
