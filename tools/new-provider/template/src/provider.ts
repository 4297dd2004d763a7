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
  ProviderError,
  type ProviderSession,
  type TimeWindow,
  walk,
} from 'prodoscore-phone-systems';
import { ACME_PHONE } from './descriptor.js';
import { readAccount, readCall, readPage, readPerson, toPage } from './wire.js';

export const ACME_PHONE_CLIENT = Symbol('ACME_PHONE_CLIENT');

/** Acme Phone. */
@PhoneSystem({ manifest: new URL('../../plugin.manifest.json', import.meta.url) })
export class AcmePhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ACME_PHONE;

  constructor(@Inject(ACME_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: '/account', budget: 'people', read: readAccount });
    // Ask for one page of calls as well: a grant that may not read them is found out here.
    return { ...account, readsAllCalls: true };
  }

  listUsers(session: ProviderSession, resume?: PageToken): AsyncIterable<Page<PhoneUser>> {
    return walk(async (token) => {
      const page = await session.send({ path: '/people', query: { token }, budget: 'people', read: readPage });
      return toPage(page, readPerson);
    }, resume);
  }

  listCalls(session: ProviderSession, window: TimeWindow, resume?: PageToken): AsyncIterable<Page<CallRecord>> {
    return walk(async (token) => {
      const query = { from: window.from.toISOString(), to: window.to.toISOString(), token };
      const page = await session
        .send({ path: '/calls', query, budget: 'calls', read: readPage })
        .catch((error: unknown) => restarted(error, token));
      return toPage(page, readCall);
    }, resume);
  }
}

/** Say here how the vendor refuses a page token that it no longer knows. */
function restarted(error: unknown, token: PageToken | undefined): never {
  const isRefused =
    error instanceof ProviderError && error.failure.kind === 'unreadable' && error.failure.where === 'status 400';
  if (token === undefined || !isRefused) throw error;
  throw new ProviderError({ kind: 'restartListing' }, 'Acme Phone no longer knows this place in its list.', {
    cause: error,
  });
}
