import { Get, Header, Param, Query, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { About, Allow, CurrentCaller, Found, isAmong, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { Looks } from '../privacy/index.js';
import { Exclusions, inMinutes, ScoredDays } from '../scoring/index.js';
import { DayAnswer, dayAnswerText, DayTotalsAnswer } from './answers/days.answer.js';
import { asciiJson } from '../support/json.js';
import { ApiEmployeeId } from './api-path.decorators.js';
import { ApiProblems, ApiReadAboutOneself } from './api-problem.decorator.js';
import { DayOfPath } from './day.pipe.js';
import { DaySubject, type OwnedDay } from './day-subject.js';
import { checkSpan, DaysQuery } from './inputs/days.input.js';
import { NoticeBoard } from './notice-board.service.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { MAY_EXCLUDE, MAY_READ } from './who-may.js';

/** An employee's days. */
@PhoneSystemController('phone-systems/employees/:employeeId/days')
@ApiProblems(['invalid_day', 'day must be a day such as 2026-11-22'], 'unknown_employee')
@ApiEmployeeId()
export class DaysController {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly exclusions: Exclusions,
    private readonly board: NoticeBoard,
    private readonly looks: Looks,
    private readonly terms: TenantTermsBook,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow(...MAY_READ)
  @ApiOperation({
    summary: 'The daily totals of an employee',
    description:
      'One item for each day from `from` to `to`, both included, in the time zone of the tenant. Figures of a day that is not known are null, and `why` gives the reason. For administrators, the employee and their manager.',
  })
  @ApiOkResponse({ type: DayTotalsAnswer, description: 'Every day of the span' })
  @ApiProblems(
    ['invalid_day', 'from must be a day such as 2026-11-22'],
    ['invalid_span', 'from must not be after to'],
    ['invalid_input', 'until is not known here'],
  )
  @ApiReadAboutOneself()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('employeeId') employeeId: string,
    @Query() span: DaysQuery,
  ): Promise<DayTotalsAnswer> {
    checkSpan(span);
    await this.board.holdRead(caller, [{ id: employeeId, managerId: null }]);
    const explain = await this.terms.explainedTo(caller);
    const totals = await this.scoredDays.days(caller.tenantId, employeeId, span.from, span.to);
    this.looks.note(caller, [employeeId], 'day');
    return { explain, ...(explain === 'minutes' ? inMinutes(totals) : totals) };
  }

  @Get(':day')
  @Allow(...MAY_READ)
  @About(DaySubject)
  @ApiOperation({
    summary: 'A day, its calls, and what each added to the score',
    description:
      'The answer is what was stored when the day was scored, so that it agrees with the score. Flagged calls are listed with the reason and count nothing. For administrators, the employee and their manager.',
  })
  @ApiParam({
    name: 'day',
    description: 'A day in the time zone of the tenant.',
    schema: { type: 'string', format: 'date' },
    example: '2026-11-20',
  })
  @ApiOkResponse({ type: DayAnswer, description: 'The day' })
  @ApiReadAboutOneself()
  @Header('Content-Type', 'application/json; charset=utf-8')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('employeeId') employeeId: string,
    @Param('day', DayOfPath) day: string,
    @Found() { day: { text, listsExcluded, isOpen }, employees }: OwnedDay,
    @Res() response: object,
  ): Promise<void> {
    await this.board.holdRead(caller, employees);
    const mayExclude = isAmong(MAY_EXCLUDE, caller, employees);
    const asks = mayExclude && listsExcluded;
    const staysExcluded = asks ? await this.exclusions.staying(caller, employeeId, day) : [];
    const mayObject = isOpen && isAmong(['self'], caller, employees);
    const explain = await this.terms.explainedTo(caller);
    const told = explain === 'minutes' ? asciiJson(inMinutes(JSON.parse(text))) : text;
    const answer = dayAnswerText(told, { explain, mayExclude, staysExcluded, mayObject });
    const { httpAdapter } = this.adapterHost;
    // Handed over as it is: Express would make a hash of it for caches, which are told to keep nothing.
    if (httpAdapter.getType() === 'express') httpAdapter.end(response, answer);
    else httpAdapter.reply(response, answer);
    this.looks.note(caller, [employeeId], 'day');
  }
}
