import { Inject } from '@nestjs/common';
import {
  type CallRecord,
  type Page,
  type PageToken,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  type ProviderSession,
  type TimeWindow,
  type WebhookFacet,
  walk,
} from '../../contract/index.js';
import { PhoneSystem } from '../../registry/phone-system.decorator.js';
import { readCompany } from './dialpad.account.js';
import { readCall } from './dialpad.calls.js';
import { DIALPAD } from './dialpad.descriptor.js';
import { inWordsOfDialpad } from './dialpad.failures.js';
import { readPage, toPage } from './dialpad.pages.js';
import { readUser } from './dialpad.users.js';
import { DialpadWebhooks } from './dialpad.webhooks.js';

/** Under it, Nest hands this installation's client to the provider. */
export const DIALPAD_CLIENT = Symbol('DIALPAD_CLIENT');

/** Dialpad, through its Admin API v2. */
@PhoneSystem()
export class DialpadPhoneSystem implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = DIALPAD;
  readonly webhooks: WebhookFacet = new DialpadWebhooks();

  constructor(@Inject(DIALPAD_CLIENT) readonly client: ProviderClient | null) {}

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const company = await session
      .send({ path: '/api/v2/company', budget: 'company', read: readCompany })
      .catch(inWordsOfDialpad({ missing: 'company administrator' }));
    return { ...company, readsAllCalls: await this.readsAllCalls(session) };
  }

  listUsers(session: ProviderSession, resume?: PageToken): AsyncIterable<Page<PhoneUser>> {
    return walk(async (cursor) => {
      const page = await session
        .send({ path: '/api/v2/users', query: { state: 'all', cursor }, budget: 'users', read: readPage })
        .catch(inWordsOfDialpad({ missing: 'company administrator', cursor }));
      return toPage(page.items.map(readUser), page.cursor);
    }, resume);
  }

  listCalls(session: ProviderSession, window: TimeWindow, resume?: PageToken): AsyncIterable<Page<CallRecord>> {
    return walk(async (cursor) => {
      const page = await session
        .send({ path: '/api/v2/call', query: { ...around(window), cursor }, budget: 'calls', read: readPage })
        .catch(inWordsOfDialpad({ missing: 'calls:list', cursor }));
      const now = new Date();
      const { items, ...rest } = toPage(
        page.items.map((item) => readCall(item, now)),
        page.cursor,
      );
      return { ...rest, items: items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to) };
    }, resume);
  }

  /** Dialpad grants the scope to anybody and then refuses every call of who is no administrator: only asking tells. */
  private async readsAllCalls(session: ProviderSession): Promise<boolean> {
    const now = new Date();
    try {
      await session.send({
        path: '/api/v2/call',
        query: around({ from: now, to: now }),
        budget: 'calls',
        read: readPage,
      });
      return true;
    } catch (error) {
      if (error instanceof ProviderError && error.failure.kind === 'forbidden') return false;
      throw error;
    }
  }
}

/** Dialpad's bounds are exclusive, in its words and perhaps not in its deeds: one millisecond wider loses nothing. */
const around = ({ from, to }: TimeWindow): { started_after: number; started_before: number } => ({
  started_after: from.getTime() - 1,
  started_before: to.getTime() + 1,
});
