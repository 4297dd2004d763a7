import { Inject } from '@nestjs/common';
import {
  type CallGroup,
  type CallRecord,
  type Page,
  PhoneSystem,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  type ProviderSession,
  type TimeWindow,
  type WirePage,
  isObject,
  readId,
  readObject,
  readText,
  toPage,
  walk,
} from 'prodoscore-phone-systems';
import { readCall } from './ringcentral.calls.js';
import { RINGCENTRAL } from './ringcentral.descriptor.js';
import { failureOf } from './ringcentral.failures.js';
import { isPerson, readGroup, readUser } from './ringcentral.people.js';
import { readPage } from './ringcentral.wire.js';

export const RINGCENTRAL_CLIENT = Symbol('RINGCENTRAL_CLIENT');

const ACCOUNT = '/restapi/v1.0/account/~';

/** RingCentral, through its company call log. */
@PhoneSystem({ manifest: new URL('../../plugin.manifest.json', import.meta.url) })
export class RingCentralPhoneSystem implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = RINGCENTRAL;

  readonly failureOf = failureOf;

  constructor(@Inject(RINGCENTRAL_CLIENT) readonly client: ProviderClient | null) {}

  /** RingCentral knows no domain of an account: it is that of the administrator who connects it. */
  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: `${ACCOUNT}/extension/~`, budget: 'light', read: readOwn });
    return { ...account, readsAllCalls: await readsAllCalls(session) };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(async (page) =>
      toPage(await directoryPage(session, page), (wire) => (isPerson(wire) ? [readUser(wire)] : [])),
    );
  }

  listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    let groups: ReadonlyMap<string, CallGroup> | undefined;
    return walk(async (page) => {
      groups ??= await groupsOf(session);
      const known = groups;
      const { items, ...rest } = toPage(await callPage(session, window, page), (wire, reject) =>
        readCall(wire, known, reject),
      );
      return { ...rest, items: items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to) };
    });
  }
}

const directoryPage = (session: ProviderSession, page: string | undefined): Promise<WirePage> =>
  session.send({
    path: `${ACCOUNT}/directory/entries`,
    // Left out, both are true: people of other companies would be listed, and an administrator of one site gets only theirs.
    query: { page, perPage: 1_000, showFederated: 'false', accessibleSitesOnly: 'false' },
    budget: 'medium',
    read: readPage,
  });

/** A leg names its extension by number alone; only the directory knows which of them are no people. */
async function groupsOf(session: ProviderSession): Promise<ReadonlyMap<string, CallGroup>> {
  const groups = new Map<string, CallGroup>();
  for (let page: WirePage | undefined; page === undefined || page.next;) {
    page = await directoryPage(session, page?.next ?? undefined);
    for (const group of page.items.filter(isObject).flatMap(readGroup)) groups.set(group.externalId, group);
  }
  return groups;
}

/** Whether its bounds are inside is not said: a second wider loses nothing. */
const callPage = (session: ProviderSession, { from, to }: TimeWindow, page?: string): Promise<WirePage> =>
  session.send({
    path: `${ACCOUNT}/call-log`,
    query: {
      view: 'Detailed',
      type: 'Voice',
      dateFrom: new Date(from.getTime() - 1_000).toISOString(),
      dateTo: new Date(to.getTime() + 1_000).toISOString(),
      perPage: 1_000,
      page,
    },
    budget: 'heavy',
    read: readPage,
  });

async function readsAllCalls(session: ProviderSession): Promise<boolean> {
  try {
    const now = new Date();
    await callPage(session, { from: now, to: now });
    return true;
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === 'forbidden') return false;
    throw error;
  }
}

function readOwn(json: unknown): Omit<ProviderAccount, 'readsAllCalls'> {
  const own = readObject(json);
  const contact = readObject(own['contact']);
  const externalId = readId(readObject(own['account'])['id']);
  if (externalId === null) throw new Error('The extension names no account.');
  const domain = readText(contact['email'])?.split('@').at(-1)?.toLowerCase();
  return {
    externalId,
    name: readText(contact['company']) ?? `Account ${externalId}`,
    domains: domain === undefined ? [] : [domain],
  };
}
