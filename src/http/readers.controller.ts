import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Readers } from '../privacy/index.js';
import { ReadersAnswer } from './answers/readers.answer.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblems, ApiSignedIn } from './api-problem.decorator.js';
import { checkReadersSpan, ReadersQuery } from './inputs/readers.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

/** Who looked at what is an employee's. */
@PhoneSystemController('phone-systems/employees/:employeeId/readers')
@ApiProblems('unknown_employee')
@ApiEmployeeId()
export class ReadersController {
  constructor(private readonly readers: Readers) {}

  @Get()
  @Allow('admin', 'self')
  @ApiOperation({
    summary: 'Who opened an employee’s days, calls and data; for the employee and administrators',
    description:
      'Newest first, 50 a page: once an hour for each reader and kind of thing, however often they looked. A list of a whole team does not count, nor does what people open of themselves. It is kept as long as calls, and for at most 400 days.',
  })
  @ApiOkResponse({ type: ReadersAnswer, description: 'A page of them' })
  @ApiProblems(
    ['invalid_day', 'from must be a day such as 2026-11-22'],
    ['invalid_span', 'from must not be after to'],
    ['invalid_input', 'page must be a whole number from 1'],
    ['not_allowed', 'administrators and the person concerned'],
  )
  @ApiSignedIn()
  async list(
    @CurrentCaller() { tenantId }: Caller,
    @Param('employeeId') employeeId: string,
    @Query() query: ReadersQuery,
  ): Promise<ReadersAnswer> {
    checkReadersSpan(query);
    const { from = null, to = null, page = 1 } = query;
    return await this.readers.page(tenantId, employeeId, { from, to }, page);
  }
}
