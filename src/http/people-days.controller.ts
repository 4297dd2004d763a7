import { Readable } from 'node:stream';
import { Get, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from './describing.js';
import { About, Allow, CurrentCaller, People, TenantTermsBook, unknownEmployee } from '../access/index.js';
import type { Caller, Explained } from '../contract/index.js';
import { inMinutes, isByScore, PeopleDays, type PeopleDaysAsked } from '../scoring/index.js';
import { problem } from '../support/problems.js';
import { type NamedPersonAnswer, PeopleDaysAnswer, peopleDaysCsv } from './answers/people-days.answer.js';
import { ApiCrowdedDoor, ApiProblems, ApiSignedIn } from './api-problem.decorator.js';
import { Door } from './doors.js';
import { checkSpan } from './inputs/days.input.js';
import { PeopleDaysQuery } from './inputs/people-days.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { Places } from './places.service.js';
import { TeamSubject } from './team-subject.js';

const CSV_EXAMPLE =
  'employeeId,employeeName,day,known,why,score,countedSeconds,calls,missed\r\n' +
  'e3,Ann Lee,2026-11-20,yes,,15.5,900,4,1\r\n';

/** The days of a team, or of everybody. */
@PhoneSystemController('phone-systems/people/days')
export class PeopleDaysController {
  constructor(
    private readonly people: People,
    private readonly peopleDays: PeopleDays,
    private readonly places: Places,
    private readonly terms: TenantTermsBook,
  ) {}

  @Get()
  @Allow('admin', 'manager')
  @About(TeamSubject)
  @Door('search')
  @ApiCrowdedDoor()
  @ApiExtraModels(PeopleDaysAnswer)
  @ApiOperation({
    summary: 'People and days: what each came to; for administrators, and for managers of their direct reports',
    description:
      'People who work here now, by name. A page has at most 100 of them, and at most 6,200 of their days together. With ' +
      '`format=csv` all of them as a file with a line for each person and day. The middle and an order by figures take in at ' +
      'most 200,000 days of people.',
  })
  @ApiOkResponse({
    description: 'A page, or the file',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(PeopleDaysAnswer) } },
      'text/csv': { schema: { type: 'string', example: CSV_EXAMPLE } },
    },
  })
  @ApiProblems(
    ['invalid_day', 'from must be a day such as 2026-11-22'],
    ['invalid_span', 'from and to must span at most 400 days'],
    ['invalid_input', 'page must be a whole number from 1'],
    ['too_many_days', 400, 5_000, 500],
    ['not_allowed', 'administrators and the manager whose team it is'],
    'no_ranking',
    'points_not_told',
    'unknown_employee',
  )
  @ApiSignedIn()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: PeopleDaysQuery,
  ): Promise<PeopleDaysAnswer | StreamableFile> {
    checkSpan(query);
    const { from, to, search = '', sort = 'name', page = 1 } = query;
    const manager = await this.managerOf(caller, query.manager);
    const asked: PeopleDaysAsked = { managerId: manager?.id ?? null, from, to, search, sort };
    const explain = await this.terms.explainedTo(caller);
    if (explain === 'minutes' && isByScore(sort)) throw problem('points_not_told');
    if (query.format === 'csv') return await this.file(caller, asked, explain);
    const { tenantId } = caller;
    const list = await this.peopleDays.list(tenantId, asked, page);
    const leave = this.peopleDays.looksFurther(asked, list) ? this.places.enter('work', caller) : () => undefined;
    try {
      const told = await this.peopleDays.page(tenantId, asked, list, page);
      return { explain, manager, ...(explain === 'minutes' ? inMinutes(told) : told) };
    } finally {
      leave();
    }
  }

  /** Whose team it is: for an administrator, null is everybody. */
  private async managerOf(caller: Caller, asked: string | undefined): Promise<NamedPersonAnswer | null> {
    const { tenantId, employeeId, role } = caller;
    const isAdmin = role === 'admin';
    // Read for an administrator as well, who is in it: what is listed comes from a directory that is not stale.
    const manager = await this.people.find(tenantId, asked ?? employeeId);
    if (asked === undefined && isAdmin) return null;
    if (manager === null) throw unknownEmployee();
    if (!isAdmin && manager.id !== employeeId) {
      throw problem('not_allowed', 'administrators and the manager whose team it is');
    }
    return { id: manager.id, name: manager.name };
  }

  private async file(caller: Caller, asked: PeopleDaysAsked, explain: Explained): Promise<StreamableFile> {
    const leave = this.places.enter('work', caller);
    try {
      const file = Readable.from(peopleDaysCsv(await this.peopleDays.everybody(caller.tenantId, asked), explain));
      file.once('close', leave);
      return new StreamableFile(file, {
        type: 'text/csv; charset=utf-8; header=present',
        disposition: `attachment; filename="people-${asked.from}-${asked.to}.csv"`,
      });
    } catch (error) {
      leave();
      throw error;
    }
  }
}
