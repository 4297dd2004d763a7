import { Body, Get, Header, HttpCode, Inject, Param, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiProduces } from './describing.js';
import { isUUID } from 'class-validator';
import { finalize } from 'rxjs';
import { Allow, CurrentCaller, HOST_ACCESS, isStillBehind } from '../access/index.js';
import { Rounds } from '../calls/index.js';
import { Connections } from '../connection/index.js';
import type { Access, Caller } from '../contract/index.js';
import { problem } from '../support/problems.js';
import { ProgressAnswer } from './answers/connection.answer.js';
import {
  FetchAcceptedAnswer,
  FetchAnswer,
  fetchAnswer,
  FetchesAnswer,
  rejectedAnswer,
  RejectedListAnswer,
} from './answers/fetches.answer.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiCrowdedDoor, ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { ChangeStream } from './change-stream.service.js';
import { connectionOf } from './connection-of.js';
import { Door } from './doors.js';
import { eventStream } from './event-stream.js';
import { FetchesQuery, FetchInput } from './inputs/fetches.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { Places } from './places.service.js';
import { TakesJson } from './takes-json.decorator.js';

/** Rounds of fetching: what was fetched, what is under way, what was kept aside. */
@PhoneSystemController('phone-systems/:key')
@ApiProblems('unknown_provider', 'never_connected')
@ApiSystemKey()
export class FetchesController {
  constructor(
    private readonly connections: Connections,
    private readonly rounds: Rounds,
    private readonly changes: ChangeStream,
    private readonly places: Places,
    @Inject(HOST_ACCESS) private readonly access: Access,
  ) {}

  @Post('fetches')
  @HttpCode(202)
  @Allow('admin')
  @TakesJson()
  @ApiOperation({
    summary: 'Fetches now, or days that are doubted again; at most six such rounds begin a minute',
    description:
      'Without days, where a round that reaches back is running, it is that one. With `from` and `to` it is a round of kind `again` for these days; where one for them is open, it is that one. The days stay known meanwhile.',
  })
  @ApiBody({ type: FetchInput, required: false })
  @ApiAcceptedResponse({ type: FetchAcceptedAnswer, description: 'The round that was asked for' })
  @ApiProblems(
    'unknown_provider',
    ['invalid_input', 'since is not known here'],
    ['invalid_day', 'from must be a day such as 2026-11-22'],
    ['invalid_span', 'to must not lie in the future, and today is 2026-11-22'],
    'not_connected',
    ['fetching_again', '2026-11-03 to 2026-11-05'],
    ['too_many_fetches', 6, 40],
  )
  @ApiSignedInToChange()
  async request(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Body() { from, to }: FetchInput = {},
  ): Promise<FetchAcceptedAnswer> {
    const connection = await this.connections.find(caller.tenantId, key);
    if (connection === null) {
      throw problem('not_connected');
    }
    if (from === undefined || to === undefined) return { id: await this.rounds.requestManual(connection) };
    return { id: await this.rounds.requestAgain(caller, connection, { from, to }) };
  }

  @Get('fetches')
  @Allow('admin')
  @ApiOperation({
    summary: 'The rounds of fetching, newest first',
    description:
      'A round asks the vendor for the calls of a span of time. `kind` filters. Each says what it brought and, where it failed, why.',
  })
  @ApiOkResponse({ type: FetchesAnswer, description: 'The rounds' })
  @ApiProblems(['invalid_input', 'kind must be one of manual, near, far, again, history, reconciliation'])
  @ApiSignedIn()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() { kind }: FetchesQuery,
  ): Promise<FetchesAnswer> {
    const rounds = await this.rounds.list(await connectionOf(this.connections, caller, key), kind);
    return { items: rounds.map(fetchAnswer) };
  }

  @Get('fetches/:id')
  @Allow('admin')
  @ApiOperation({ summary: 'One round of fetching', description: 'Ask again until `outcome` is `done` or `failed`.' })
  @ApiOkResponse({ type: FetchAnswer, description: 'The round' })
  @ApiParam({ name: 'id', description: 'The id of a round.', schema: { type: 'string', format: 'uuid' } })
  @ApiProblems('unknown_provider', 'never_connected', 'unknown_fetch')
  @ApiSignedIn()
  async read(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('id') id: string,
  ): Promise<FetchAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    const round = isUUID(id) ? await this.rounds.find(connection, id) : null;
    if (round === null) throw problem('unknown_fetch');
    return fetchAnswer(round);
  }

  @Get('rejected')
  @Allow('admin')
  @ApiOperation({
    summary: 'Records that are kept aside since they could not be stored, and whose fault it is',
    description:
      'A `reason` tells what is wrong with the record of the phone system. Where the record came in a wrong shape from the code that reads this phone system, the reason says so, and whom to tell.',
  })
  @ApiOkResponse({ type: RejectedListAnswer, description: 'What was kept aside' })
  @ApiSignedIn()
  async rejected(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<RejectedListAnswer> {
    const records = await this.rounds.rejected(await connectionOf(this.connections, caller, key));
    return { items: records.map(rejectedAnswer) };
  }

  @Get('progress')
  @Header('Cache-Control', 'no-store, no-transform')
  @Header('X-Accel-Buffering', 'no')
  @Allow('admin')
  @Door('stream')
  @ApiCrowdedDoor()
  @ApiOperation({
    summary: 'The progress of the connection, as server-sent events',
    description:
      'An event at once and one with each change. The stream ends after a minute, and the browser’s `EventSource` opens it again.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: ProgressAnswer, description: 'The data of each event, as JSON' })
  @ApiSignedIn()
  async progress(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Req() request: object,
  ): Promise<StreamableFile> {
    const { id, tenantId } = await connectionOf(this.connections, caller, key);
    const look = async () => {
      const connection = await this.connections.find(tenantId, key);
      return connection && (await this.rounds.progress(connection));
    };
    const leave = this.places.enter('stream', caller);
    const events = this.changes.watch({ name: id, look }, () => isStillBehind(this.access, request, caller));
    return eventStream(events.pipe(finalize(leave)));
  }
}
