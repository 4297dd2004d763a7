import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { About, Allow, CurrentCaller, Found } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { type DayView, ScoredDays } from '../scoring/index.js';
import { DayAnswer, DayTotalsAnswer } from './answers/days.answer.js';
import { DayOfPath } from './day.pipe.js';
import { DaySubject } from './day-subject.js';
import { checkSpan, DaysQuery } from './inputs/days.input.js';
import { ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

/** An employee's days. */
@PhoneSystemController('phone-systems/employees/:employeeId/days')
@ApiProblem(400, 'A day that is none (`invalid_day`), or a span that runs backwards or is too long (`invalid_span`)')
@ApiProblem(404, 'No such employee (`unknown_employee`)')
export class DaysController {
  constructor(private readonly scoredDays: ScoredDays) {}

  @Get()
  @Allow('admin', 'self', 'manager')
  @ApiOperation({ summary: 'Daily totals; for administrators, the employee and their manager' })
  @ApiOkResponse({ type: DayTotalsAnswer })
  @ApiSignedIn()
  async list(
    @CurrentCaller() { tenantId }: Caller,
    @Param('employeeId') employeeId: string,
    @Query() span: DaysQuery,
  ): Promise<DayTotalsAnswer> {
    checkSpan(span);
    return await this.scoredDays.days(tenantId, employeeId, span.from, span.to);
  }

  @Get(':day')
  @Allow('admin', 'self', 'manager')
  @About(DaySubject)
  @ApiOperation({ summary: 'A day, its calls, and what each added to the score' })
  @ApiParam({ name: 'day', schema: { type: 'string', format: 'date' }, example: '2026-11-20' })
  @ApiOkResponse({ type: DayAnswer })
  @ApiSignedIn()
  read(@Param('day', DayOfPath) _day: string, @Found() view: DayView): DayAnswer {
    return view;
  }
}
