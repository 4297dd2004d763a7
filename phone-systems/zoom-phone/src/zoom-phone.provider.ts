import { Inject } from '@nestjs/common';
import type { PhoneSystemProvider, ProviderClient, ProviderDescriptor } from 'prodoscore-phone-systems';
import type { DetailFacet, ProviderSession, TimeWindow, WirePage } from 'prodoscore-phone-systems';
import { PhoneSystem, toPage, walk } from 'prodoscore-phone-systems';
import { readCall, readStub } from './zoom-phone.calls.js';
import { ZOOM_PHONE } from './zoom-phone.descriptor.js';
import { failureOf } from './zoom-phone.failures.js';
import { zoomPhoneWebhooks } from './zoom-phone.webhooks.js';
import { readAccount, readPage, readPerson } from './zoom-phone.wire.js';

export const ZOOM_PHONE_CLIENT = Symbol('ZOOM_PHONE_CLIENT');

const CALLS = '/v2/phone/call_history';
/** Whom the list leaves out where it is asked for everybody is not said. */
const STATUSES = ['activate', 'deactivate', 'pending'];

/** Zoom Phone, through the call history of the whole company. */
@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
export class ZoomPhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = ZOOM_PHONE;
  readonly failureOf = failureOf;
  readonly webhooks = zoomPhoneWebhooks;

  constructor(@Inject(ZOOM_PHONE_CLIENT) readonly client: ProviderClient | null) {}

  /** A lesser administrator may sign in and allow it: whether calls may be read is found out by asking for one. */
  readonly identify: PhoneSystemProvider['identify'] = async (session) => {
    const account = await session.send({ path: '/v2/users/me', budget: 'light', read: readAccount });
    const now = new Date();
    await callPage(session, { from: now, to: now }, { page_size: 1 });
    return { ...account, readsAllCalls: true };
  };

  async *listUsers(session: ProviderSession): ReturnType<PhoneSystemProvider['listUsers']> {
    for (const status of STATUSES) {
      yield* walk(async (next_page_token) => {
        const query = { status, page_size: 100, next_page_token };
        const asked = { path: '/v2/phone/users', query, budget: 'medium', read: readPage('users') };
        return toPage(await session.send(asked), readPerson);
      });
    }
  }

  /** The list names queues, and not who took their calls: each call is read for its legs. */
  readonly listCalls: PhoneSystemProvider['listCalls'] = (session, window) =>
    walk(async (next_page_token) => {
      const page = await callPage(session, window, { page_size: 300, next_page_token });
      const { items, ...rest } = toPage(page, readStub);
      const announced = items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to);
      return { ...rest, items: [], announced };
    });

  readonly details: DetailFacet = {
    readCall: (session, { externalId }) =>
      session.send({ path: `${CALLS}/${encodeURIComponent(externalId)}`, budget: 'light', read: readCall }),
  };
}

type Paging = Readonly<Record<'page_size' | 'next_page_token', string | number | undefined>>;

/** Bounds are whole seconds, and whether they are inside is not said: a second wider loses nothing. */
const callPage = (session: ProviderSession, { from, to }: TimeWindow, paging: Partial<Paging>): Promise<WirePage> =>
  session.send({
    path: CALLS,
    query: { from: inSeconds(from.getTime() - 1_000), to: inSeconds(to.getTime() + 1_999), ...paging },
    budget: ['heavy', 'heavyDay'],
    read: readPage('call_history'),
  });

const inSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
