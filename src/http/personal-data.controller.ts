import { Delete, Get, Param, Query, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExtraModels, ApiNoContentResponse, ApiOkResponse, ApiOperation, getSchemaPath } from './describing.js';
import { Allow, CurrentCaller, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { DataSummaries, Looks, PersonalData, PersonEraser } from '../privacy/index.js';
import { DataSummaryAnswer, dataSummaryAnswer } from './answers/data-summary.answer.js';
import { ErasureAnswer } from './answers/erasure.answer.js';
import { personalDataCsv } from './answers/personal-data-csv.js';
import { PersonalDataAnswer, personalDataAnswer } from './answers/personal-data.answer.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { erasureAnswered } from './erasure-answered.js';
import { FormatQuery } from './inputs/format.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesLong } from './takes-long.decorator.js';

const CSV_EXAMPLE = 'part,number,field,value\r\nemployee,,name,Dana Reyes\r\ncalls,1,direction,inbound\r\n';

/** What is stored about one employee. */
@PhoneSystemController('phone-systems/employees/:employeeId/data')
@ApiProblems('unknown_employee')
@ApiEmployeeId()
export class PersonalDataController {
  constructor(
    private readonly personalData: PersonalData,
    private readonly summaries: DataSummaries,
    private readonly eraser: PersonEraser,
    private readonly looks: Looks,
    private readonly terms: TenantTermsBook,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow('admin', 'self')
  @TakesLong()
  @ApiExtraModels(PersonalDataAnswer)
  @ApiOperation({
    summary: 'Everything that is stored about an employee; for administrators and the employee',
    description: 'With `format=csv` as a table with a line for each value.',
  })
  @ApiOkResponse({
    description: 'All of it',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(PersonalDataAnswer) } },
      'text/csv': { schema: { type: 'string', example: CSV_EXAMPLE } },
    },
  })
  @ApiProblems(['invalid_input', 'format must be json or csv'])
  @ApiSignedIn()
  async read(
    @CurrentCaller() caller: Caller,
    @Param('employeeId') employeeId: string,
    @Query() { format = 'json' }: FormatQuery,
    @Res() response: object,
  ): Promise<PersonalDataAnswer | string> {
    const stored = await this.personalData.of(caller.tenantId, employeeId);
    const answer = personalDataAnswer(stored, new Date(), await this.terms.explainedTo(caller));
    this.looks.note(caller, [employeeId], 'export');
    const { httpAdapter } = this.adapterHost;
    httpAdapter.setHeader(response, 'Content-Disposition', `attachment; filename="personal-data.${format}"`);
    if (format === 'json') return answer;
    httpAdapter.setHeader(response, 'Content-Type', 'text/csv; charset=utf-8; header=present');
    return personalDataCsv(answer);
  }

  @Get('summary')
  @Allow('admin', 'self')
  @ApiOperation({
    summary: 'What is stored about an employee, how much, of when, and until when; for administrators and the employee',
    description: 'Without the calls and days themselves. An administrator who asks is written down as a reader.',
  })
  @ApiOkResponse({ type: DataSummaryAnswer, description: 'What there is' })
  @ApiProblems(['not_allowed', 'administrators and the person concerned'])
  @ApiSignedIn()
  async summary(@CurrentCaller() caller: Caller, @Param('employeeId') employeeId: string): Promise<DataSummaryAnswer> {
    const summary = await this.summaries.of(caller.tenantId, employeeId);
    this.looks.note(caller, [employeeId], 'data');
    return dataSummaryAnswer(summary);
  }

  @Delete()
  @Allow('admin')
  @ApiOperation({
    summary: 'Erases an employee, for good',
    description:
      'Calls, days, matches, names and numbers of the employee are deleted, and each of their days is published to the host once more with a score of 0.00. Later rounds bring nothing of it back. It cannot be undone.',
  })
  @ApiNoContentResponse({ description: 'Erased; later rounds do not bring anything of it back' })
  @ApiOkResponse({
    type: ErasureAnswer,
    description: 'Erased, but for what is listed: whose it is nobody can know here',
  })
  @ApiSignedInToChange()
  async erase(
    @CurrentCaller() caller: Caller,
    @Param('employeeId') employeeId: string,
    @Res() response: object,
  ): Promise<ErasureAnswer | undefined> {
    return erasureAnswered(this.adapterHost.httpAdapter, response, await this.eraser.erase(caller, employeeId));
  }
}
