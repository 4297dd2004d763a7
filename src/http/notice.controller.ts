import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from './describing.js';
import { About, Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Notices } from '../privacy/index.js';
import { problem } from '../support/problems.js';
import { NoticeAnswer } from './answers/notice.answer.js';
import { ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { CallsController } from './calls.controller.js';
import { DaysController } from './days.controller.js';
import { NoticeAcknowledgementInput } from './inputs/notice.input.js';
import { NoticeBoard } from './notice-board.service.js';
import { ObjectionsController } from './objections.controller.js';
import { OwnSubject } from './own-subject.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { ReadersController } from './readers.controller.js';
import { TakesJson } from './takes-json.decorator.js';

/** What people are told of what is stored and counted of them. */
@PhoneSystemController('phone-systems/notice')
export class NoticeController {
  constructor(
    private readonly board: NoticeBoard,
    private readonly notices: Notices,
  ) {
    board.show([
      ['Your days, their calls and scores', handlerOf(DaysController, 'read')],
      ['A call of yours, with the other party', handlerOf(CallsController, 'read')],
      ['What you object to', handlerOf(ObjectionsController, 'list')],
      ['Who opened your days, calls and data', handlerOf(ReadersController, 'list')],
      ['Everything that is stored about you, as a file', handlerOf(PersonalDataController, 'read')],
    ]);
  }

  @Get()
  @Allow('self')
  @About(OwnSubject)
  @ApiOperation({
    summary: 'What is stored and counted of people, who sees it, and for how long',
    description:
      'For everybody who is signed in. It is made from what the package stores, its routes, the tenant’s terms and its rules in force; whenever one of them changes, it has another `version`. Who is told minutes alone, by the terms’ `explain`, reads nothing of points in it.',
  })
  @ApiOkResponse({ type: NoticeAnswer, description: 'The notice' })
  @ApiSignedIn()
  async read(@CurrentCaller() caller: Caller): Promise<NoticeAnswer> {
    return await this.told(caller);
  }

  @Post('acknowledgement')
  @HttpCode(200)
  @Allow('self')
  @About(OwnSubject)
  @ApiOperation({
    summary: 'Notes that whoever asks has read the notice',
    description: 'Once a version; a second time changes nothing.',
  })
  @ApiOkResponse({ type: NoticeAnswer, description: 'The notice, acknowledged' })
  @ApiProblems(['invalid_input', 'version must be a text of at most 64 characters'], 'notice_changed')
  @TakesJson()
  @ApiSignedInToChange()
  async acknowledge(
    @CurrentCaller() caller: Caller,
    @Body() { version }: NoticeAcknowledgementInput,
  ): Promise<NoticeAnswer> {
    const notice = await this.board.notice(caller);
    if (version !== undefined && version !== notice.version) throw problem('notice_changed');
    await this.notices.acknowledge(caller, notice.version);
    return await this.told(caller);
  }

  private async told(caller: Caller): Promise<NoticeAnswer> {
    const notice = await this.board.notice(caller);
    const at = await this.notices.acknowledgedAt(caller, notice.version);
    return { ...notice, mode: this.board.mode, acknowledgedAt: at?.toISOString() ?? null };
  }
}

const handlerOf = <C extends { readonly prototype: object }>(
  controller: C,
  name: keyof C['prototype'] & string,
): (() => unknown) => (controller.prototype as Readonly<Record<string, () => unknown>>)[name] ?? (() => undefined);
