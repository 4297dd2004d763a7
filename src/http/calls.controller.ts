import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { About, Allow, CurrentCaller, Found } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { type CallView, Exclusions, ScoredDays } from '../scoring/index.js';
import { CallAnswer } from './answers/call.answer.js';
import { ApiCallId } from './api-path.decorators.js';
import { ApiProblem, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { CallSubject, unknownCall } from './call-subject.js';
import { ExclusionInput } from './inputs/exclusion.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';

/** Single calls. */
@PhoneSystemController('phone-systems/calls/:callId')
@ApiProblem(404, { unknown_call: 'There is no such call here.' })
@ApiCallId()
export class CallsController {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly exclusions: Exclusions,
  ) {}

  @Get()
  @Allow('admin', 'self', 'manager')
  @About(CallSubject)
  @ApiOperation({ summary: 'One call; for administrators, the employee whose it is and their manager' })
  @ApiOkResponse({ type: CallAnswer, description: 'The call' })
  @ApiSignedIn()
  read(@Found() call: CallView): CallAnswer {
    return call;
  }

  @Put('exclusion')
  @Allow('admin', 'manager')
  @About(CallSubject)
  @ApiOperation({ summary: 'Lets a call not count, or count again' })
  @ApiOkResponse({ type: CallAnswer, description: 'The call as it is now' })
  @ApiProblem(400, { invalid_input: 'The request is not right: excluded must be true or false.' })
  @TakesJson()
  @ApiSignedInToChange()
  async exclude(
    @CurrentCaller() caller: Caller,
    @Param('callId') callId: string,
    @Body() { excluded, note }: ExclusionInput,
  ): Promise<CallAnswer> {
    await this.exclusions.set(caller, callId, { excluded, note: note ?? '' });
    const call = await this.scoredDays.call(caller.tenantId, callId);
    if (call === null) throw unknownCall();
    return call;
  }
}
