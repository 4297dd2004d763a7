import { Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Connections, FormerAccounts } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { FormerAccountsAnswer, formerAccountAnswer } from './answers/former-accounts.answer.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { connectionOf } from './connection-of.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesLong } from './takes-long.decorator.js';

/** What is kept of accounts that were connected before the present one. */
@PhoneSystemController('phone-systems/:key/former-accounts')
@ApiSystemKey()
export class FormerAccountsController {
  constructor(
    private readonly connections: Connections,
    private readonly former: FormerAccounts,
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

  @Delete(':connectionId')
  @HttpCode(204)
  @Allow('admin')
  @TakesLong()
  @ApiOperation({
    summary: 'Erases, for good, what came from a former account',
    description:
      'Its calls, phone users and matches are deleted, and the days that they counted in are scored again. The present connection stays as it is.',
  })
  @ApiParam({
    name: 'connectionId',
    description: 'The `connectionId` of a former account.',
    schema: { type: 'string', format: 'uuid' },
  })
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
