import { Delete, Get, HttpCode, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Rounds } from '../calls/index.js';
import { Connections } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { Bounding } from '../privacy/index.js';
import { ScorePublisher } from '../scoring/index.js';
import { ConnectionAnswer, connectionAnswer } from './answers/connection.answer.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { connectionOf } from './connection-of.js';
import { DisconnectQuery } from './inputs/disconnect.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { RequestWork } from './request-work.js';

/** The tenant's connection to one phone system. */
@PhoneSystemController('phone-systems/:key/connection')
@ApiProblems('unknown_provider', 'never_connected')
@ApiSystemKey()
export class ConnectionController {
  constructor(
    private readonly connections: Connections,
    private readonly rounds: Rounds,
    private readonly scores: ScorePublisher,
    private readonly bounding: Bounding,
  ) {}

  @Get()
  @Allow('admin')
  @ApiOperation({
    summary: 'The connection, with its progress',
    description:
      'Where none is connected, the one that was disconnected last. `completeUntil` says up to when every call that ended is stored; `problem` says what is wrong, and what to do.',
  })
  @ApiOkResponse({ type: ConnectionAnswer, description: 'The connection' })
  @ApiSignedIn()
  async read(@CurrentCaller() caller: Caller, @Param('key', InstalledKey) key: string): Promise<ConnectionAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    return connectionAnswer(
      connection,
      await this.rounds.progress(connection),
      this.rounds.nextFetchAt(connection),
      await this.scores.refused(connection.tenantId),
      await this.rounds.forgetsAfter(connection),
      await this.bounding.standing(connection.tenantId),
    );
  }

  @Delete()
  @HttpCode(204)
  @UseInterceptors(RequestWork)
  @Allow('admin')
  @ApiOperation({
    summary: 'Disconnects',
    description:
      'The grant is revoked at the vendor, the tokens are deleted and fetching stops. Calls, matches and scores stay, unless `erase=true`.',
  })
  @ApiNoContentResponse({ description: 'Disconnected' })
  @ApiProblems(['invalid_input', 'erase must be true or false'])
  @ApiSignedInToChange()
  async disconnect(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() { erase }: DisconnectQuery,
  ): Promise<void> {
    await connectionOf(this.connections, caller, key);
    await this.connections.disconnect(caller, key, { erase: erase === 'true' });
  }
}
