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
  type ProviderSession,
  type TimeWindow,
  toPage,
  walk,
} from 'prodoscore-phone-systems';
import { ZOOM_PHONE } from './zoom-phone.descriptor.js';
import { readAccount, readPage, readPerson } from './zoom-phone.wire.js';

export const ZOOM_PHONE_CLIENT = Symbol('ZOOM_PHONE_CLIENT');

/** Zoom Phone, through its call history. */
@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
export class ZoomPhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ZOOM_PHONE;

  constructor(@Inject(ZOOM_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: '/v2/users/me', budget: 'light', read: readAccount });
    return { ...account, readsAllCalls: false };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(async (token) => {
      const query = { page_size: 100, next_page_token: token };
      const page = await session.send({ path: '/v2/phone/users', query, budget: 'medium', read: readPage('users') });
      return toPage(page, readPerson);
    });
  }

  // eslint-disable-next-line require-yield
  async *listCalls(_session: ProviderSession, _window: TimeWindow): AsyncIterable<CallPage> {
    throw new Error('Calls are not read yet.');
  }
}
