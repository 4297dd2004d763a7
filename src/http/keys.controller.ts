import { Body, HttpCode, Param, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { ConnectService, keysAsTokens } from '../connection/index.js';
import { type Caller, Secret } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiDoor, ApiProblems, ApiSignedInToChange } from './api-problem.decorator.js';
import { Door } from './doors.js';
import { KeysInput } from './inputs/keys.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { installedProvider } from './installed-provider.js';
import { KEYS_FAILURES, keysRefusal } from './keys-refusal.js';
import { signInNeeded } from './other-grant.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { RequestWork } from './request-work.js';
import { prefixOf, type RoutedTo } from './route-path.js';
import { TakesJson } from './takes-json.decorator.js';

/** Connects a phone system of which an administrator has made keys, where the vendor signs nobody in for that. */
@PhoneSystemController('phone-systems/:key/keys')
@ApiProblems('unknown_provider')
@ApiSystemKey()
export class KeysController {
  constructor(
    private readonly registry: PhoneSystemRegistry,
    private readonly connecting: ConnectService,
  ) {}

  @Post()
  @HttpCode(204)
  @UseInterceptors(RequestWork)
  @Allow('admin')
  @Door('connect')
  @ApiDoor()
  @ApiOperation({
    summary: 'Connects with keys that an administrator made at the phone system',
    description:
      'For phone systems whose `keys` is not null. The vendor is asked whose account the keys open before anything is stored; then they are sealed, and sent with each request. They are never shown again. Connecting with new keys takes the place of the old ones.',
  })
  @ApiNoContentResponse({ description: 'Connected' })
  @ApiProblems(
    ['invalid_input', 'secret must be 1 to 500 letters, digits and signs'],
    ['sign_in_needed', 'Acme Phone', 'acme-phone'],
    ...KEYS_FAILURES.map((code) => [code, 'Acme Phone'] as const),
  )
  @TakesJson()
  @ApiSignedInToChange()
  async connect(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Body() { id, secret }: KeysInput,
    @Req() request: RoutedTo,
  ): Promise<void> {
    const provider = installedProvider(this.registry, key);
    if (provider.descriptor.grant.kind !== 'keys') throw signInNeeded(provider.descriptor);
    const tokens = keysAsTokens({ id, secret: new Secret(secret) });
    const outcome = await this.connecting.complete(caller, provider, tokens, prefixOf(request, key));
    if (outcome !== 'connected') throw keysRefusal(outcome, provider.descriptor.displayName);
  }
}
