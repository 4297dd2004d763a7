import { Body, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { About, Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Objections } from '../privacy/index.js';
import { ObjectionAnswer, objectionAnswer, ObjectionsAnswer, objectionsAnswer } from './answers/objection.answer.js';
import { ApiProblem, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
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
  @ApiProblem(400, { invalid_input: 'The request is not right: state must be open, answered or all.' })
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
  @ApiProblem(400, { invalid_input: 'The request is not right: text must give a reason.' })
  @ApiProblem(403, {
    not_allowed: 'You may not do this; it is for administrators and their direct manager.',
    foreign_origin: 'This was asked for by a page of another site: open it on this one.',
    own_objection: 'This is your own objection: your manager or another administrator answers it.',
    stays_excluded: 'The call stays excluded, as it was: ask whoever excluded it, or an administrator.',
  })
  @ApiProblem(404, {
    unknown_objection: 'There is no such objection here: it may have been erased with its person.',
    unknown_call: 'There is no such call here.',
  })
  @ApiProblem(409, {
    objection_answered:
      'This was answered already, so your answer was not noted. Dana Reyes declined it on 2026-11-21 09:12 UTC: “It was a customer.”',
    no_call:
      'This objection is about a whole day, so there is no call to leave out or to include: look at the day’s calls, mapping or rules.',
    call_gone:
      'The call was deleted since, so it can neither be left out nor included: decline, or accept and look at mapping or rules.',
    already_so: 'The call is left out already, so this would change nothing: decline, or accept with another step.',
  })
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
