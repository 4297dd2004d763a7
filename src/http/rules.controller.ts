import { Body, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { RulesBook, RulesPreview } from '../scoring/index.js';
import { RulesAnswer, RulesPreviewAnswer } from './answers/rules.answer.js';
import { ApiProblem, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { RulesPreviewQuery } from './inputs/rules-preview.input.js';
import { documentIn, RulesInput } from './inputs/rules.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';
import { TakesLong } from './takes-long.decorator.js';

/** What a tenant counts, and for how much. */
@PhoneSystemController('phone-systems/rules')
export class RulesController {
  constructor(
    private readonly rules: RulesBook,
    private readonly preview: RulesPreview,
  ) {}

  @Get()
  @Allow('admin')
  @ApiOperation({ summary: 'The counting rules that were saved last, with every version' })
  @ApiOkResponse({ type: RulesAnswer, description: 'The rules' })
  @ApiSignedIn()
  async read(@CurrentCaller() { tenantId }: Caller): Promise<RulesAnswer> {
    return await this.rules.current(tenantId);
  }

  @Put()
  @Allow('admin')
  @ApiOperation({ summary: 'Saves counting rules from a day on; the days that they touch are scored again' })
  @ApiOkResponse({ type: RulesAnswer, description: 'The rules as they are now' })
  @ApiProblem(400, {
    invalid_input: 'The request is not right: pointsPerMinute must not be negative.',
    invalid_day: 'The request is not right: effectiveFrom must be a day such as 2026-11-22.',
  })
  @TakesJson()
  @ApiSignedInToChange()
  async save(@CurrentCaller() caller: Caller, @Body() document: RulesInput): Promise<RulesAnswer> {
    await this.rules.save(caller, documentIn(document));
    return await this.rules.current(caller.tenantId);
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('admin')
  @TakesLong()
  @ApiOperation({
    summary: 'What rules would change if they were saved: the last 30 days of everybody; nothing is saved',
    description:
      'Today is one of the 30 days. Days before `effectiveFrom` keep their rules, as when it is saved; so do days whose calls were deleted, which `frozenDays` names. 500 people are tried for one request; `next` says how to go on.',
  })
  @ApiOkResponse({ type: RulesPreviewAnswer, description: 'What would change' })
  @ApiProblem(400, {
    invalid_input: 'The request is not right: pointsPerMinute must not be negative.',
    invalid_day: 'The request is not right: effectiveFrom must be a day such as 2026-11-22.',
  })
  @TakesJson()
  @ApiSignedInToChange()
  async try(
    @CurrentCaller() { tenantId }: Caller,
    @Body() draft: RulesInput,
    @Query() { after }: RulesPreviewQuery,
  ): Promise<RulesPreviewAnswer> {
    return await this.preview.effects(tenantId, documentIn(draft), after);
  }
}
