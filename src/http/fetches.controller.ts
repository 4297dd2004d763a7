import { Get, HttpCode, type MessageEvent, Param, Post, Query, Sse } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { Observable } from 'rxjs';
import { Allow, CurrentCaller } from '../access/index.js';
import { Rounds } from '../calls/index.js';
import { Connections } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { Problem } from '../support/problem.js';
import { ProgressAnswer } from './answers/connection.answer.js';
import {
  FetchAcceptedAnswer,
  FetchAnswer,
  fetchAnswer,
  FetchesAnswer,
  rejectedAnswer,
  RejectedListAnswer,
} from './answers/fetches.answer.js';
import { ChangeStream } from './change-stream.service.js';
import { connectionOf } from './connection-of.js';
import { FetchesQuery } from './inputs/fetches.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

/** Rounds of fetching: what was fetched, what is under way, what was kept aside. */
@PhoneSystemController('phone-systems/:key')
@ApiProblem(404, 'No such phone system (`unknown_provider`), or never connected (`never_connected`)')
export class FetchesController {
  constructor(
    private readonly connections: Connections,
    private readonly rounds: Rounds,
    private readonly changes: ChangeStream,
  ) {}

  @Post('fetches')
  @HttpCode(202)
  @Allow('admin')
  @ApiOperation({ summary: 'Fetches now; where a round is running, it is that one' })
  @ApiAcceptedResponse({ type: FetchAcceptedAnswer })
  @ApiProblem(409, 'Not connected (`not_connected`)')
  @ApiSignedIn()
  async request(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<FetchAcceptedAnswer> {
    const connection = await this.connections.find(caller.tenantId, key);
    if (connection === null) {
      throw new Problem(409, 'not_connected', 'This phone system is not connected: authenticate with it first.');
    }
    return { id: await this.rounds.requestManual(connection) };
  }

  @Get('fetches')
  @Allow('admin')
  @ApiOperation({ summary: 'The rounds of fetching, newest first' })
  @ApiOkResponse({ type: FetchesAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`)')
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
  @ApiOperation({ summary: 'One round of fetching' })
  @ApiOkResponse({ type: FetchAnswer })
  @ApiProblem(404, 'No such phone system (`unknown_provider`) or round (`unknown_fetch`)')
  @ApiSignedIn()
  async read(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('id') id: string,
  ): Promise<FetchAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    const round = isUUID(id) ? await this.rounds.find(connection, id) : null;
    if (round === null) throw new Problem(404, 'unknown_fetch', 'There is no such round of fetching.');
    return fetchAnswer(round);
  }

  @Get('rejected')
  @Allow('admin')
  @ApiOperation({ summary: 'What the phone system sent and could not be read' })
  @ApiOkResponse({ type: RejectedListAnswer })
  @ApiSignedIn()
  async rejected(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<RejectedListAnswer> {
    const records = await this.rounds.rejected(await connectionOf(this.connections, caller, key));
    return { items: records.map(rejectedAnswer) };
  }

  @Sse('progress')
  @Allow('admin')
  @ApiOperation({ summary: "The connection's progress as it changes: server-sent events" })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: ProgressAnswer, description: 'The data of each event, as JSON' })
  @ApiSignedIn()
  async progress(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<Observable<MessageEvent>> {
    await connectionOf(this.connections, caller, key);
    return this.changes.watch(async () => {
      const connection = await this.connections.find(caller.tenantId, key);
      return connection && (await this.rounds.progress(connection));
    });
  }
}
