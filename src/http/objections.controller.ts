import { Body, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { About, Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Objections } from '../privacy/index.js';
import { ObjectionAnswer, objectionAnswer, ObjectionsAnswer, objectionsAnswer } from './answers/objection.answer.js';
import { ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { ObjectionAnswerInput, ObjectionsQuery } from './inputs/objection.input.js';
import { ObjectionSubject } from './objection-subject.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';
import { TeamSubject } from './team-subject.js';
import { MAY_ANSWER } from './who-may.js';

/** What employees object to, for those who answer. */
@PhoneSystemController('phone-systems/objections')
export class ObjectionsController {
  constructor(private readonly objections: Objections) {}

  @Get()
  @Allow(...MAY_ANSWER)
  @About(TeamSubject)
  @ApiOperation({
    summary: 'The objections that wait for an answer, or were answered',
    description:
      'Of everybody for administrators; for managers those of their direct reports, and their own. 50 a page.',
  })
  @ApiOkResponse({ type: ObjectionsAnswer, description: 'A page of them' })
  @ApiProblems(['invalid_input', 'state must be open, answered or all'])
  @ApiSignedIn()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { state = 'open', page = 1 }: ObjectionsQuery,
  ): Promise<ObjectionsAnswer> {
    return objectionsAnswer(await this.objections.list(caller, state, page), caller);
  }

  @Put(':id')
  @Allow(...MAY_ANSWER)
  @About(ObjectionSubject)
  @ApiOperation({
    summary: 'Answers an objection, once',
    description:
      'For administrators and the person’s manager, never for the person. Where it is accepted, the call is left out or counts again in the same step, or `look` says that mapping or rules are looked at. Both words and both times then stand on the day, in the audit trail and in the person’s own data.',
  })
  @ApiParam({ name: 'id', description: 'The `id` of an objection.', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ type: ObjectionAnswer, description: 'The objection with its answer' })
  @ApiProblems(
    ['invalid_input', 'text must give a reason'],
    ['not_allowed', 'administrators and the direct manager of that person'],
    'foreign_origin',
    'own_objection',
    'stays_excluded',
    'unknown_objection',
    'unknown_call',
    ['objection_answered', 'Dana Reyes declined it on 2026-11-21 09:12 UTC: “It was a customer.”'],
    'no_call',
    'call_gone',
    ['already_so', 'is left out'],
  )
  @TakesJson()
  @ApiSignedInToChange()
  async answer(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { answer, text, step }: ObjectionAnswerInput,
  ): Promise<ObjectionAnswer> {
    return objectionAnswer(await this.objections.answer(caller, id, { answer, text, step: step ?? null }), caller);
  }
}
