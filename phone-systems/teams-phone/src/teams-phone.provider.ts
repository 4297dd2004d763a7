import { Inject } from '@nestjs/common';
import {
  type CallPage,
  type Page,
  PhoneSystem,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  walk,
} from 'prodoscore-phone-systems';
import { TEAMS_PHONE } from './teams-phone.descriptor.js';

export const TEAMS_PHONE_CLIENT = Symbol('TEAMS_PHONE_CLIENT');

/** Microsoft Teams Phone, through Microsoft Graph. Nothing is read yet. */
@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
export class TeamsPhoneSystem implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = TEAMS_PHONE;

  constructor(@Inject(TEAMS_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  identify(): Promise<ProviderAccount> {
    return Promise.reject(notYet());
  }

  listUsers(): AsyncIterable<Page<PhoneUser>> {
    return walk(() => Promise.reject(notYet()));
  }

  listCalls(): AsyncIterable<CallPage> {
    return walk(() => Promise.reject(notYet()));
  }
}

const notYet = (): ProviderError => new ProviderError({ kind: 'tryLater' }, 'Microsoft Teams Phone is not read yet.');
