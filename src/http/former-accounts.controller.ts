import { Readable } from 'node:stream';
import { Delete, Get, HttpCode, Param, StreamableFile } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Connections, FormerAccounts } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { Looks } from '../privacy/index.js';
import { FormerAccountDataAnswer, formerAccountDataJson } from './answers/former-account-data.answer.js';
import { FormerAccountsAnswer, formerAccountAnswer } from './answers/former-accounts.answer.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiCrowdedDoor, ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { connectionOf } from './connection-of.js';
import { Door } from './doors.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { Places } from './places.service.js';
import { TakesLong } from './takes-long.decorator.js';

const ApiFormerConnectionId = () =>
  ApiParam({
    name: 'connectionId',
    description: 'The `connectionId` of a former account.',
    schema: { type: 'string', format: 'uuid' },
  });

/** What is kept of accounts that were connected before the present one. */
@PhoneSystemController('phone-systems/:key/former-accounts')
@ApiSystemKey()
export class FormerAccountsController {
  constructor(
    private readonly connections: Connections,
    private readonly former: FormerAccounts,
    private readonly places: Places,
    private readonly looks: Looks,
  ) {}

  @Get()
  @Allow('admin')
  @ApiOperation({
    summary: 'Accounts that were connected before',
    description:
      'Those of which calls, phone users or matches are still kept. The account that is connected now is not among them.',
  })
  @ApiOkResponse({ type: FormerAccountsAnswer, description: 'The accounts; none where all of it was erased' })
  @ApiProblems('unknown_provider', 'never_connected')
  @ApiSignedIn()
  async list(@CurrentCaller() caller: Caller, @Param('key', InstalledKey) key: string): Promise<FormerAccountsAnswer> {
    const present = await connectionOf(this.connections, caller, key);
    return { items: (await this.former.list(caller.tenantId, present)).map(formerAccountAnswer) };
  }

  @Get(':connectionId/data')
  @Allow('admin')
  @Door('work')
  @ApiCrowdedDoor()
  @ApiOperation({
    summary: 'Everything that is kept of a former account, as a file',
    description:
      'Its directory, who was matched to whom, and every call. The file is written as it is read; one that has no end, because the account was erased meanwhile or the connection broke, is no JSON.',
  })
  @ApiFormerConnectionId()
  @ApiOkResponse({ type: FormerAccountDataAnswer, description: 'The file' })
  @ApiProblems('unknown_provider', 'never_connected', 'unknown_account')
  @ApiSignedIn()
  async data(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('connectionId') connectionId: string,
  ): Promise<StreamableFile> {
    const present = await connectionOf(this.connections, caller, key);
    const data = await this.former.open(caller.tenantId, present, connectionId);
    const leave = this.places.enter('work', caller);
    const file = Readable.from(
      formerAccountDataJson(data, new Date(), (id) => this.looks.note(caller, [id], 'export')),
    );
    file.once('close', leave);
    return new StreamableFile(file, {
      type: 'application/json; charset=utf-8',
      disposition: 'attachment; filename="former-account.json"',
    });
  }

  @Delete(':connectionId')
  @HttpCode(204)
  @Allow('admin')
  @TakesLong()
  @ApiOperation({
    summary: 'Erases, for good, what came from a former account',
    description:
      'Its calls, phone users and matches are deleted, and the days that they counted in are scored again. The present connection stays as it is.',
  })
  @ApiFormerConnectionId()
  @ApiNoContentResponse({ description: 'Erased' })
  @ApiProblems('unknown_provider', 'never_connected', 'unknown_account')
  @ApiSignedInToChange()
  async erase(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('connectionId') connectionId: string,
  ): Promise<void> {
    await this.former.erase(caller, await connectionOf(this.connections, caller, key), connectionId);
  }
}
