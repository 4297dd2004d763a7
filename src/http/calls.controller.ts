import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { About, Allow, CurrentCaller, Found } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { type CallView, Exclusions, ScoredDays } from '../scoring/index.js';
import { CallAnswer } from './answers/call.answer.js';
import { CallSubject, unknownCall } from './call-subject.js';
import { ExclusionInput } from './inputs/exclusion.input.js';
import { ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

/** Single calls. */
@PhoneSystemController('phone-systems/calls/:callId')
@ApiProblem(404, 'No such call (`unknown_call`)')
export class CallsController {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly exclusions: Exclusions,
  ) {}

  @Get()
  @Allow('admin', 'self', 'manager')
  @About(CallSubject)
  @ApiOperation({ summary: 'One call; for administrators, the employee whose it is and their manager' })
  @ApiOkResponse({ type: CallAnswer })
  @ApiSignedIn()
  read(@Found() call: CallView): CallAnswer {
    return call;
  }

  @Put('exclusion')
  @Allow('admin', 'manager')
  @About(CallSubject)
  @ApiOperation({ summary: 'Lets a call not count, or count again' })
  @ApiOkResponse({ type: CallAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`)')
  @ApiSignedIn()
  async exclude(
    @CurrentCaller() caller: Caller,
    @Param('callId') callId: string,
    @Body() { excluded, note = '' }: ExclusionInput,
  ): Promise<CallAnswer> {
    await this.exclusions.set(caller, callId, { excluded, note });
    const call = await this.scoredDays.call(caller.tenantId, callId);
    if (call === null) throw unknownCall();
    return call;
  }
}
