import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from './describing.js';
import { About, Allow, CurrentCaller, Found, isAmong, type Subordinate, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Looks } from '../privacy/index.js';
import { Exclusions } from '../scoring/index.js';
import { CallAnswer, callAnswer } from './answers/call.answer.js';
import { ApiCallId } from './api-path.decorators.js';
import { ApiProblems, ApiReadAboutOneself, ApiSignedInToChange } from './api-problem.decorator.js';
import { CallSubject, type OwnedCall } from './call-subject.js';
import { ApiIfMatch, IfMatch } from './if-match.js';
import { ExclusionInput } from './inputs/exclusion.input.js';
import { NoticeBoard } from './notice-board.service.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';
import { MAY_EXCLUDE, MAY_READ } from './who-may.js';

/** Single calls. */
@PhoneSystemController('phone-systems/calls/:callId')
@ApiProblems('unknown_call')
@ApiCallId()
export class CallsController {
  constructor(
    private readonly calls: CallSubject,
    private readonly exclusions: Exclusions,
    private readonly board: NoticeBoard,
    private readonly looks: Looks,
    private readonly terms: TenantTermsBook,
  ) {}

  @Get()
  @Allow(...MAY_READ)
  @About(CallSubject)
  @ApiOperation({
    summary: 'One call',
    description:
      'Its times, the other party, what was credited of it on which day, and why. For administrators, the employee whose call it is, and their manager.',
  })
  @ApiOkResponse({ type: CallAnswer, description: 'The call' })
  @ApiReadAboutOneself()
  async read(@CurrentCaller() caller: Caller, @Found() found: OwnedCall): Promise<CallAnswer> {
    await this.board.holdRead(caller, ownersOf(found));
    return await this.shown(found, caller);
  }

  @Put('exclusion')
  @Allow(...MAY_EXCLUDE)
  @About(CallSubject)
  @ApiOperation({
    summary: 'Lets a call not count, or count again',
    description:
      'Who excluded it decides who may include it again, or exclude it otherwise: the same right or a higher one, and never the person whose call it is, unless they excluded it themselves.',
  })
  @ApiOkResponse({ type: CallAnswer, description: 'The call as it is now' })
  @ApiProblems(
    ['invalid_input', 'excluded must be true or false'],
    ['not_allowed', 'administrators and the direct manager of that person'],
    'foreign_origin',
    'stays_excluded',
  )
  @ApiIfMatch('The `at` of the `exclusion` that was read, or `none` where there was none', 'exclusion_changed')
  @TakesJson()
  @ApiSignedInToChange()
  async exclude(
    @CurrentCaller() caller: Caller,
    @Param('callId') callId: string,
    @Body() { excluded, note }: ExclusionInput,
    @IfMatch() known: string | null,
  ): Promise<CallAnswer> {
    await this.exclusions.set(caller, callId, { excluded, note: note ?? '' }, known);
    return await this.shown((await this.calls.find(caller.tenantId, { callId })).thing, caller);
  }

  /** The call, noted as looked at of whose part of it is shown. */
  private async shown(found: OwnedCall, caller: Caller): Promise<CallAnswer> {
    const explain = await this.terms.explainedTo(caller);
    const opened = ownersOf(found).filter((owner) => isAmong(MAY_READ, caller, [owner]));
    this.looks.note(
      caller,
      opened.map(({ id }) => id),
      'call',
    );
    return callAnswer(found.call, found.people, caller, explain);
  }
}

const ownersOf = ({ call, people }: OwnedCall): readonly Subordinate[] =>
  people.filter(({ id }) => call.owners.includes(id));
