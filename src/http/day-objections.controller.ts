import { Body, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Objections } from '../privacy/index.js';
import { ObjectionAnswer, objectionAnswer } from './answers/objection.answer.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblem, ApiSignedInToChange } from './api-problem.decorator.js';
import { DayOfPath } from './day.pipe.js';
import { ObjectionInput } from './inputs/objection.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';

/** What employees say is wrong with their own days. */
@PhoneSystemController('phone-systems/employees/:employeeId/days/:day/objections')
@ApiEmployeeId()
export class DayObjectionsController {
  constructor(private readonly objections: Objections) {}

  @Post()
  @Allow('self')
  @ApiOperation({
    summary: 'Says what is wrong with one’s own day, or with a call of it',
    description:
      'For the employee alone. Their manager or an administrator answers. Of the same day or call, one objection waits at a time.',
  })
  @ApiParam({
    name: 'day',
    description: 'A day in the time zone of the tenant.',
    schema: { type: 'string', format: 'date' },
    example: '2026-11-20',
  })
  @ApiCreatedResponse({ type: ObjectionAnswer, description: 'The objection, which waits for an answer' })
  @ApiProblem(400, {
    invalid_day: 'The request is not right: day must be a day such as 2026-11-22.',
    invalid_input: 'The request is not right: text must say what is wrong.',
  })
  @ApiProblem(403, {
    not_allowed: 'You may not do this; it is for the person concerned.',
    foreign_origin: 'This was asked for by a page of another site: open it on this one.',
    has_left: 'You no longer work here, so your days take no objection any more: write to the company instead.',
  })
  @ApiProblem(404, {
    unknown_employee: 'There is no such employee here.',
    unknown_call: 'There is no such call on this day: it may have been deleted. Object to the day.',
  })
  @ApiProblem(409, {
    day_to_come: 'This day has not begun yet: object to it once there is something on it.',
    day_final:
      'The calls of this day were deleted because of their age, so it stays as it is for good: nothing can be objected to any more.',
    objection_open:
      'You objected to this on 2026-11-20 10:06 UTC already, and it waits for an answer: wait for that first.',
  })
  @TakesJson()
  @ApiSignedInToChange()
  async raise(
    @CurrentCaller() caller: Caller,
    @Param('day', DayOfPath) day: string,
    @Body() { text, callId }: ObjectionInput,
  ): Promise<ObjectionAnswer> {
    return objectionAnswer(await this.objections.raise(caller, day, { text, callId: callId ?? null }), caller);
  }
}
