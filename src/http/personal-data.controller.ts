import { Delete, Get, Param, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { PersonalData, PersonEraser } from '../privacy/index.js';
import { ErasureAnswer } from './answers/erasure.answer.js';
import { PersonalDataAnswer, personalDataAnswer } from './answers/personal-data.answer.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblem, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { erasureAnswered } from './erasure-answered.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

/** What is stored about one employee. */
@PhoneSystemController('phone-systems/employees/:employeeId/data')
@ApiProblem(404, { unknown_employee: 'There is no such employee here.' })
@ApiEmployeeId()
export class PersonalDataController {
  constructor(
    private readonly personalData: PersonalData,
    private readonly eraser: PersonEraser,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow('admin', 'self')
  @ApiOperation({ summary: 'Everything that is stored about an employee; for administrators and the employee' })
  @ApiOkResponse({ type: PersonalDataAnswer, description: 'All of it' })
  @ApiSignedIn()
  async read(
    @CurrentCaller() { tenantId }: Caller,
    @Param('employeeId') employeeId: string,
    @Res({ passthrough: true }) response: object,
  ): Promise<PersonalDataAnswer> {
    const stored = await this.personalData.of(tenantId, employeeId);
    const disposition = 'attachment; filename="personal-data.json"';
    this.adapterHost.httpAdapter.setHeader(response, 'Content-Disposition', disposition);
    return personalDataAnswer(stored, new Date());
  }

  @Delete()
  @Allow('admin')
  @ApiOperation({ summary: "Erases an employee's calls, days, mapping, names and numbers, for good" })
  @ApiNoContentResponse({ description: 'Erased; later rounds do not bring anything of it back' })
  @ApiOkResponse({
    type: ErasureAnswer,
    description: 'Erased, but for what is listed: whose it is nobody can know here',
  })
  @ApiSignedInToChange()
  async erase(
    @CurrentCaller() caller: Caller,
    @Param('employeeId') employeeId: string,
    @Res({ passthrough: true }) response: object,
  ): Promise<ErasureAnswer | undefined> {
    return erasureAnswered(this.adapterHost.httpAdapter, response, await this.eraser.erase(caller, employeeId));
  }
}
