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
  // #if grant=consent
  readObject,
  // #end
  type Refusal,
  type TimeWindow,
  toPage,
  walk,
  type WirePage,
} from 'prodoscore-phone-systems';
import { ACME_PHONE } from './descriptor.js';
// #if webhooks=each|shared
import { AcmePhoneWebhooks } from './webhooks.js';
// #end
import { readAccount, readCall, readPage, readPerson } from './wire.js';

export const ACME_PHONE_CLIENT = Symbol('ACME_PHONE_CLIENT');

/** Acme Phone. */
@PhoneSystem({ manifest: new URL('../../plugin.manifest.json', import.meta.url) })
export class AcmePhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ACME_PHONE;
  // #if webhooks=each|shared
  readonly webhooks = new AcmePhoneWebhooks();
  // #end

  constructor(@Inject(ACME_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  // #if grant=code|keys
  /** Say here how the vendor refuses a page token that it no longer knows, and whatever else it says in words of its own. */
  failureOf({ status, query }: Refusal): ProviderFailure | null {
    return status === 400 && 'token' in query ? { kind: 'restartListing' } : null;
  }

  // #end
  // #if grant=consent
  /** Say here how it refuses tokens where nobody has consented, and a page token that it no longer knows. */
  failureOf({ from, status, query, json }: Refusal): ProviderFailure | null {
    const isWithdrawn = from === 'tokens' && readObject(json)['error'] === 'no_consent';
    if (isWithdrawn) return { kind: 'reconnect', reason: 'revoked' };
    return status === 400 && 'token' in query ? { kind: 'restartListing' } : null;
  }

  // #end
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
