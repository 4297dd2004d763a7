import { Inject } from '@nestjs/common';
import {
  type CallRecord,
  type Page,
  type PageToken,
  PhoneSystem,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  type ProviderFailure,
  type ProviderSession,
  type Refusal,
  type TimeWindow,
  toPage,
  walk,
  type WirePage,
} from 'prodoscore-phone-systems';
import { ACME_PHONE } from './descriptor.js';
import { readAccount, readCall, readPage, readPerson } from './wire.js';

export const ACME_PHONE_CLIENT = Symbol('ACME_PHONE_CLIENT');

/** Acme Phone. */
@PhoneSystem({ manifest: new URL('../../plugin.manifest.json', import.meta.url) })
export class AcmePhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ACME_PHONE;

  constructor(@Inject(ACME_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  /** Say here how the vendor refuses a page token that it no longer knows, and whatever else it says in words of its own. */
  failureOf({ status, query }: Refusal): ProviderFailure | null {
    return status === 400 && 'token' in query ? { kind: 'restartListing' } : null;
  }

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: '/account', budget: 'people', read: readAccount });
    // A grant that may not read calls is refused here. Where the vendor shows such a person their own, ask who they are.
    const now = new Date();
    await callPage(session, { from: now, to: now });
    return { ...account, readsAllCalls: true };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(async (token) => {
      const page = await session.send({ path: '/people', query: { token }, budget: 'people', read: readPage });
      return toPage(page, readPerson);
    });
  }

  listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    return walk(async (token) => {
      return toPage(await callPage(session, window, token), readCall);
    });
  }
}

const callPage = (session: ProviderSession, { from, to }: TimeWindow, token?: PageToken): Promise<WirePage> =>
  session.send({
    path: '/calls',
    query: { from: from.toISOString(), to: to.toISOString(), token },
    budget: 'calls',
    read: readPage,
  });
