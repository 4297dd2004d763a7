import { Inject } from '@nestjs/common';
import {
  type CallDetail,
  type CallPage,
  type DetailFacet,
  type KnownPhoneUsers,
  type NamedCall,
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
  readId,
  readObject,
  readText,
  required,
  toPage,
  walk,
} from 'prodoscore-phone-systems';
import { readCall } from './ringcentral.calls.js';
import { RINGCENTRAL } from './ringcentral.descriptor.js';
import { failureOf } from './ringcentral.failures.js';
import { isPerson, readUser } from './ringcentral.people.js';
import { RingCentralWebhooks } from './ringcentral.webhooks.js';
import { readPage } from './ringcentral.wire.js';

export const RINGCENTRAL_CLIENT = Symbol('RINGCENTRAL_CLIENT');

const ACCOUNT = '/restapi/v1.0/account/~';

/** RingCentral, through its company call log. */
@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
export class RingCentralPhoneSystem implements PhoneSystemProvider, DetailFacet {
  readonly descriptor: ProviderDescriptor = RINGCENTRAL;

  readonly failureOf = failureOf;
  readonly webhooks = new RingCentralWebhooks();
  readonly details: DetailFacet = this;

  constructor(@Inject(RINGCENTRAL_CLIENT) readonly client: ProviderClient | null) {}

  /** RingCentral knows no domain of an account: it is that of the administrator who connects it. */
  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: ACCOUNT, budget: 'light', read: readAccount });
    const person = await session.send({ path: `${ACCOUNT}/extension/~`, budget: 'light', read: readPerson });
    return {
      externalId: account.id,
      name: person.company ?? `Account ${account.number ?? account.id}`,
      domains: person.domain === null ? [] : [person.domain],
      readsAllCalls: await readsAllCalls(session),
    };
  }

  /** The directory has numbers, and leaves out who is hidden in it; the list of extensions has those. */
  async *listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    const listed = new Set<string>();
    for (const list of [DIRECTORY, EXTENSIONS]) {
      yield* walk(async (page) => {
        const { items, ...rest } = toPage(await peoplePage(session, list, page), (wire) =>
          isPerson(wire) ? [readUser(wire)] : [],
        );
        const others = items.filter(({ externalId }) => !listed.has(externalId));
        for (const { externalId } of others) listed.add(externalId);
        return { ...rest, items: others };
      });
    }
  }

  listCalls(session: ProviderSession, window: TimeWindow, phoneUsers: KnownPhoneUsers): AsyncIterable<CallPage> {
    return walk(async (page) => {
      const people = idsOf(await phoneUsers());
      const { items, ...rest } = toPage(await callPage(session, window, page), (wire, reject) =>
        readCall(wire, people, reject),
      );
      return { ...rest, items: items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to) };
    });
  }

  /** An event may come before its call is in the log, some half a minute later: the list brings that one. */
  async readCall(session: ProviderSession, call: NamedCall, phoneUsers: KnownPhoneUsers): Promise<CallDetail> {
    const people = idsOf(await phoneUsers());
    const page = await session.send({
      path: `${ACCOUNT}/call-log`,
      query: { view: 'Detailed', telephonySessionId: call.externalId },
      budget: 'heavy',
      read: readPage,
    });
    if (page.items.length === 0) {
      throw new ProviderError({ kind: 'gone' }, 'RingCentral’s call log does not have this call.');
    }
    return toPage(page, (wire, reject) => readCall(wire, people, reject));
  }
}

const idsOf = (users: readonly PhoneUser[]): ReadonlySet<string> => new Set(users.map(({ externalId }) => externalId));

const DIRECTORY = {
  path: `${ACCOUNT}/directory/entries`,
  // Left out, both are true: people of other companies would be listed, and an administrator of one site gets only theirs.
  query: { perPage: 1_000, showFederated: 'false', accessibleSitesOnly: 'false' },
};
const EXTENSIONS = { path: `${ACCOUNT}/extension`, query: { perPage: 1_000, type: 'User' } };

const peoplePage = (
  session: ProviderSession,
  { path, query }: typeof DIRECTORY | typeof EXTENSIONS,
  page?: string,
): Promise<WirePage> => session.send({ path, query: { ...query, page }, budget: 'medium', read: readPage });

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

function readAccount(json: unknown): { readonly id: string; readonly number: string | null } {
  const { id, mainNumber, status, statusInfo } = readObject(json);
  if (status === 'Disabled') {
    const state = readText(readObject(statusInfo)['reason']) ?? 'Disabled';
    throw new ProviderError({ kind: 'closed', state }, `RingCentral has shut this account: ${state}.`);
  }
  return { id: required(readId(id), 'The account has no id.'), number: readText(mainNumber) };
}

function readPerson(json: unknown): { readonly company: string | null; readonly domain: string | null } {
  const { email, company } = readObject(readObject(json)['contact']);
  return { company: readText(company), domain: readText(email)?.split('@').at(-1)?.toLowerCase() ?? null };
}
