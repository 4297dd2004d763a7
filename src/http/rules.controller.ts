import { Body, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { RulesBook, RulesPreview } from '../scoring/index.js';
import { RulesAnswer, RulesPreviewAnswer } from './answers/rules.answer.js';
import { RulesInput } from './inputs/rules.input.js';
import { ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

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
  @ApiOkResponse({ type: RulesAnswer })
  @ApiSignedIn()
  async read(@CurrentCaller() { tenantId }: Caller): Promise<RulesAnswer> {
    return await this.rules.current(tenantId);
  }

  @Put()
  @Allow('admin')
  @ApiOperation({ summary: 'Saves counting rules from a day on; the days that they touch are scored again' })
  @ApiOkResponse({ type: RulesAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`), or a day that is none (`invalid_day`)')
  @ApiSignedIn()
  async save(@CurrentCaller() caller: Caller, @Body() document: RulesInput): Promise<RulesAnswer> {
    await this.rules.save(caller, document);
    return await this.rules.current(caller.tenantId);
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('admin')
  @ApiOperation({
    summary: 'What rules would change if they were saved: the last 30 days of everybody; nothing is saved',
    description: 'Today is one of the 30 days. Days before `effectiveFrom` keep their rules, as when it is saved.',
  })
  @ApiOkResponse({ type: RulesPreviewAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`), or a day that is none (`invalid_day`)')
  @ApiSignedIn()
  async try(@CurrentCaller() { tenantId }: Caller, @Body() draft: RulesInput): Promise<RulesPreviewAnswer> {
    return { items: await this.preview.effects(tenantId, draft) };
  }
}
