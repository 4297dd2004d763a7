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
import { type WirePage, readAccount, readCall, readPage, readPerson, toPage } from './wire.js';

export const ACME_PHONE_CLIENT = Symbol('ACME_PHONE_CLIENT');

/** Acme Phone. */
@PhoneSystem({ manifest: new URL('../../plugin.manifest.json', import.meta.url) })
export class AcmePhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ACME_PHONE;

  constructor(@Inject(ACME_PHONE_CLIENT) readonly client: ProviderClient | null) {}

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
      const page = await callPage(session, window, token).catch((error: unknown) => restarted(error, token));
      return toPage(page, readCall);
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

/** Say here how the vendor refuses a page token that it no longer knows. */
function restarted(error: unknown, token: PageToken | undefined): never {
  const isRefused =
    error instanceof ProviderError && error.failure.kind === 'unreadable' && error.failure.where === 'status 400';
  if (token === undefined || !isRefused) throw error;
  throw new ProviderError({ kind: 'restartListing' }, 'Acme Phone no longer knows this place in its list.', {
    cause: error,
  });
}
