import { Body, Delete, Get, HttpCode, Param, Post, Put, Query, Res, UseGuards } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { RulesBook, RulesPreview } from '../scoring/index.js';
import { RulesAnswer, RulesPreviewAnswer } from './answers/rules.answer.js';
import { ApiChangePoints, ApiProblems, ApiReadPoints } from './api-problem.decorator.js';
import { DayOfPath } from './day.pipe.js';
import { ApiIfMatch, IfMatch } from './if-match.js';
import { RulesPreviewQuery } from './inputs/rules-preview.input.js';
import { documentIn, RulesInput } from './inputs/rules.input.js';
import { PointsGuard } from './points.guard.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';
import { TakesLong } from './takes-long.decorator.js';

const ETAG = { ETag: { schema: { type: 'string' as const }, description: 'The `revision`, for `If-Match`' } };

const ApiRulesIfMatch = (): MethodDecorator => ApiIfMatch('The `ETag` of the rules that were read', 'rules_changed');

/** What a tenant counts, and for how much. */
@PhoneSystemController('phone-systems/rules')
export class RulesController {
  constructor(
    private readonly rules: RulesBook,
    private readonly preview: RulesPreview,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow('admin')
  @UseGuards(PointsGuard)
  @ApiOperation({
    summary: 'The counting rules that were saved last, with every version',
    description:
      'Each version takes effect on its `effectiveFrom` and ends where the next one begins. The `ETag` is the `revision`: send it as `If-Match` when you save, so that nobody’s changes are overwritten.',
  })
  @ApiOkResponse({ type: RulesAnswer, description: 'The rules', headers: ETAG })
  @ApiReadPoints()
  async read(@CurrentCaller() { tenantId }: Caller, @Res() response: object): Promise<RulesAnswer> {
    return await this.answer(tenantId, response);
  }

  @Put()
  @Allow('admin')
  @UseGuards(PointsGuard)
  @ApiOperation({
    summary: 'Saves counting rules that take effect on a day',
    description:
      'A version for the same `effectiveFrom` is replaced. The days from there to the next version are scored again in the background, but for days whose calls were deleted. With `If-Match`, rules are saved only where nobody has changed them since.',
  })
  @ApiRulesIfMatch()
  @ApiOkResponse({ type: RulesAnswer, description: 'The rules as they are now', headers: ETAG })
  @ApiProblems(
    ['invalid_input', 'pointsPerMinute must not be negative'],
    ['invalid_day', 'effectiveFrom must be a day such as 2026-11-22'],
  )
  @TakesJson()
  @ApiChangePoints()
  async save(
    @CurrentCaller() caller: Caller,
    @Body() document: RulesInput,
    @IfMatch() known: string | null,
    @Res() response: object,
  ): Promise<RulesAnswer> {
    await this.rules.save(caller, documentIn(document), known);
    return await this.answer(caller.tenantId, response);
  }

  @Delete(':effectiveFrom')
  @HttpCode(204)
  @Allow('admin')
  @UseGuards(PointsGuard)
  @ApiOperation({
    summary: 'Deletes rules that have not taken effect yet',
    description:
      'Rules that have taken effect stay, because days were scored by them: save other rules from a later day instead.',
  })
  @ApiParam({ name: 'effectiveFrom', description: 'The day from which they would hold.', example: '2099-12-01' })
  @ApiNoContentResponse({ description: 'They were taken back' })
  @ApiProblems(
    ['invalid_day', 'effectiveFrom must be a day such as 2026-11-22'],
    ['unknown_rules', '2099-12-01'],
    ['rules_began', '2026-11-22'],
  )
  @ApiRulesIfMatch()
  @ApiChangePoints()
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Param('effectiveFrom', DayOfPath) effectiveFrom: string,
    @IfMatch() known: string | null,
  ): Promise<void> {
    await this.rules.withdraw(caller, effectiveFrom, known);
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('admin')
  @UseGuards(PointsGuard)
  @TakesLong()
  @ApiOperation({
    summary: 'What rules would change if they were saved: the last 30 days of everybody; nothing is saved',
    description:
      'Today is one of the 30 days. Days before `effectiveFrom` keep their rules, as when it is saved; so do days whose calls were deleted, which `frozenDays` names. 500 people are tried for one request; `next` says how to go on.',
  })
  @ApiOkResponse({ type: RulesPreviewAnswer, description: 'What would change' })
  @ApiProblems(
    ['invalid_input', 'pointsPerMinute must not be negative'],
    ['invalid_day', 'effectiveFrom must be a day such as 2026-11-22'],
  )
  @TakesJson()
  @ApiChangePoints()
  async try(
    @CurrentCaller() { tenantId }: Caller,
    @Body() draft: RulesInput,
    @Query() { after }: RulesPreviewQuery,
  ): Promise<RulesPreviewAnswer> {
    return await this.preview.effects(tenantId, documentIn(draft), after);
  }

  private async answer(tenantId: string, response: object): Promise<RulesAnswer> {
    const rules = await this.rules.current(tenantId);
    this.adapterHost.httpAdapter.setHeader(response, 'ETag', `"${rules.revision}"`);
    return rules;
  }
}
