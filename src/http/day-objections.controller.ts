import { Body, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Objections } from '../privacy/index.js';
import { ObjectionAnswer, objectionAnswer } from './answers/objection.answer.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblems, ApiSignedInToChange } from './api-problem.decorator.js';
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
  @ApiProblems(
    ['invalid_day', 'day must be a day such as 2026-11-22'],
    ['invalid_input', 'text must say what is wrong'],
    ['not_allowed', 'the person concerned'],
    'foreign_origin',
    'has_left',
    'unknown_employee',
    'unknown_call',
    'day_to_come',
    'day_not_stored',
    'day_final',
    ['objection_open', '2026-11-20 10:06 UTC'],
  )
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
