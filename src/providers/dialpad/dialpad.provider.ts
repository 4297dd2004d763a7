import { Inject } from '@nestjs/common';
import {
  type CallRecord,
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
  type TimeWindow,
  type WebhookFacet,
  walk,
} from '../../contract/index.js';
import { PhoneSystem } from '../../registry/phone-system.decorator.js';
import { type Company, readCompany } from './dialpad.account.js';
import { readCall, readCallId } from './dialpad.calls.js';
import { DIALPAD } from './dialpad.descriptor.js';
import { failureOf } from './dialpad.failures.js';
import { readPage, readPageOf } from './dialpad.pages.js';
import { readUser } from './dialpad.users.js';
import { DialpadWebhooks } from './dialpad.webhooks.js';

/** Under it, Nest hands this installation's client to the provider. */
export const DIALPAD_CLIENT = Symbol('DIALPAD_CLIENT');

/** Dialpad, through its Admin API v2. */
@PhoneSystem({ manifest: new URL('../../../plugin.manifest.json', import.meta.url) })
export class DialpadPhoneSystem implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = DIALPAD;
  readonly webhooks: WebhookFacet = new DialpadWebhooks();
  readonly failureOf = failureOf;

  constructor(@Inject(DIALPAD_CLIENT) readonly client: ProviderClient | null) {}

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const company = await askCompany(session);
    return { ...company, readsAllCalls: await this.readsAllCalls(session) };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk((cursor) => {
      const read = (json: unknown): Page<PhoneUser> => readPageOf(json, readUser);
      return session
        .send({ path: '/api/v2/users', query: { state: 'all', cursor }, budget: 'users', read })
        .catch(whyForbidden(session));
    });
  }

  listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    return walk(async (cursor) => {
      const now = new Date();
      const read = (json: unknown): Page<CallRecord> => readPageOf(json, (item) => readCall(item, now));
      const { items, ...rest } = await session
        .send({ path: '/api/v2/call', query: { ...around(window), cursor }, budget: 'calls', read })
        .catch(whyForbidden(session));
      return { ...rest, items: items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to) };
    });
  }

  listAnonymized(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<string>> {
    return walk(async (cursor) => {
      const read = (json: unknown): Page<string> => readPageOf(json, readCallId);
      return await session
        .send({
          path: '/api/v2/call',
          query: { ...around(window), include_anonymized: 'true', cursor },
          budget: 'calls',
          read,
        })
        .catch(nothingWhereRefused);
    });
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

async function askCompany(session: ProviderSession): Promise<Company> {
  return await session.send({ path: '/api/v2/company', budget: 'company', read: readCompany });
}

/**
 * A refused listing does not say whether the scope, the person's role or the company itself is at fault. The company
 * does: it is refused as well, or says that it is shut, or is fine.
 */
const whyForbidden =
  (session: ProviderSession) =>
  async (refusal: unknown): Promise<never> => {
    if (refusal instanceof ProviderError && refusal.failure.kind === 'forbidden') await askCompany(session);
    throw refusal;
  };

/** Older installations do not know the parameter: then nothing is known, which is no failure. */
function nothingWhereRefused(error: unknown): Page<string> {
  if (error instanceof ProviderError && isRefusal(error.failure)) return { items: [] };
  throw error;
}

/** Whether Dialpad refuses what was asked, rather than who asked. */
const isRefusal = (failure: ProviderFailure): boolean =>
  failure.kind === 'gone' ||
  failure.kind === 'restartListing' ||
  (failure.kind === 'unreadable' && failure.where === 'status 400');

/** Dialpad's bounds are exclusive, in its words and perhaps not in its deeds: one millisecond wider loses nothing. */
const around = ({ from, to }: TimeWindow): { started_after: number; started_before: number } => ({
  started_after: from.getTime() - 1,
  started_before: to.getTime() + 1,
});
