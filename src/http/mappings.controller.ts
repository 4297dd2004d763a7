import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Connections } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { Mappings } from '../mapping/index.js';
import { MappingAnswer, MappingsAnswer, MatchedAgainAnswer } from './answers/mappings.answer.js';
import { ApiEmployeeId, ApiSystemKey } from './api-path.decorators.js';
import { ApiDoor, ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { connectionOf } from './connection-of.js';
import { Door } from './doors.js';
import { ApiIfMatch, IfMatch } from './if-match.js';
import { MappingInput } from './inputs/mapping.input.js';
import { MappingsQuery } from './inputs/mappings.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PageEnds } from './page-ends.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';
import { TakesLong } from './takes-long.decorator.js';

const ApiMappingIfMatch = (): MethodDecorator =>
  ApiIfMatch('The `revision` of the mapping that was read', 'mapping_changed');

/** Which phone user each employee is. */
@PhoneSystemController('phone-systems/:key/mappings')
@ApiProblems('unknown_provider', 'never_connected')
@ApiSystemKey()
export class MappingsController {
  constructor(
    private readonly connections: Connections,
    private readonly mappings: Mappings,
    private readonly ends: PageEnds,
  ) {}

  @Get()
  @Allow('admin')
  @Door('search')
  @ApiDoor()
  @ApiOperation({
    summary: 'Who was matched to whom, by name',
    description:
      'To see everybody who fits, whoever is matched meanwhile, ask for `nextPage` together with `nextAfter`. By `page` alone, ' +
      'somebody is passed over where others before them no longer fit filter or search.',
  })
  @ApiOkResponse({ type: MappingsAnswer, description: 'One page' })
  @ApiProblems(['invalid_input', 'page must be a whole number from 1'])
  @ApiSignedIn()
  async page(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() { after, ...query }: MappingsQuery,
  ): Promise<MappingsAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    const from = after === undefined ? query : { ...query, after: this.ends.read(connection, after) };
    const { end, ...page } = await this.mappings.page(connection, from);
    return { ...page, nextAfter: end === null ? null : this.ends.write(connection, end) };
  }

  @Post('auto')
  @HttpCode(200)
  @Allow('admin')
  @TakesLong()
  @ApiOperation({
    summary: 'Matches everybody again',
    description:
      'Employees and phone users are compared by e-mail address and telephone number. Manual choices stay. Matching also runs by itself whenever one of the two directories changes.',
  })
  @ApiOkResponse({ type: MatchedAgainAnswer, description: 'How far the matching has come' })
  @ApiProblems('unknown_provider', 'never_connected', 'unknown_connection')
  @ApiSignedInToChange()
  async matchAgain(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<MatchedAgainAnswer> {
    return { summary: await this.mappings.matchAgain(await connectionOf(this.connections, caller, key)) };
  }

  @Put(':employeeId')
  @Allow('admin')
  @ApiOperation({
    summary: 'Chooses the phone user of an employee',
    description:
      'A manual choice takes precedence over automatic matching. `phoneUserId: null` is “None”: the employee has no phone user, and no calls count. With `from`, the choice takes effect on that day, and whoever had the phone user keeps the days before; without it, it holds for all days.',
  })
  @ApiOkResponse({ type: MappingAnswer, description: 'Who the employee is now' })
  @ApiEmployeeId()
  @ApiProblems(
    ['invalid_input', 'phoneUserId must be a text of at most 200 characters'],
    ['invalid_day', 'from must be a day such as 2026-11-22'],
    'unknown_provider',
    'never_connected',
    'unknown_connection',
    'unknown_employee',
    'unknown_phone_user',
    [
      'phone_user_taken',
      'Lee Park already has the phone user Front desk, and nothing was changed. Give the day from which it is Ann Lee’s.',
    ],
    'person_erased',
  )
  @ApiMappingIfMatch()
  @TakesJson()
  @ApiSignedInToChange()
  async choose(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('employeeId') employeeId: string,
    @Body() { phoneUserId, from }: MappingInput,
    @IfMatch() known: string | null,
  ): Promise<MappingAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    return await this.mappings.choose(caller, connection, employeeId, { phoneUserId, from }, known);
  }

  @Delete(':employeeId')
  @HttpCode(204)
  @Allow('admin')
  @ApiOperation({ summary: 'Removes a manual choice', description: 'Automatic matching decides again, at once.' })
  @ApiEmployeeId()
  @ApiNoContentResponse({ description: 'Automatic matching decides again' })
  @ApiProblems('unknown_provider', 'never_connected', 'unknown_connection', 'unknown_employee')
  @ApiMappingIfMatch()
  @ApiSignedInToChange()
  async forget(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('employeeId') employeeId: string,
    @IfMatch() known: string | null,
  ): Promise<void> {
    const connection = await connectionOf(this.connections, caller, key);
    await this.mappings.forget(caller, connection, employeeId, known);
  }
}
