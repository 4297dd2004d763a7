import { Inject, Injectable, Optional } from '@nestjs/common';
import {
  type CallRecord,
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  type ProviderSession,
  type TimeWindow,
  pageToken,
  walk,
} from '../../contract/index.js';
import { PhoneSystem } from '../../registry/index.js';

/** What a {@link FakePhoneSystem} answers. */
@Injectable()
export class FakePhoneSystemOptions {
  /** Null: installed, and nobody can connect it. */
  readonly client: ProviderClient | null = null;
  readonly account: ProviderAccount = {
    externalId: '1',
    name: 'Example Company',
    domains: ['company.example'],
    readsAllCalls: true,
  };
  readonly users: readonly PhoneUser[] = [];
  readonly calls: readonly CallRecord[] = [];
  readonly pageSize: number = 50;
}

/**
 * A phone system that is no vendor's: it answers from a list and sends nothing. It stands beside Dialpad in the
 * reference host's drop-down, and is what tests install where the vendor does not matter.
 *
 * @example
 * { provide: FakePhoneSystem, useValue: new FakePhoneSystem({ users, calls }) }
 */
@PhoneSystem()
export class FakePhoneSystem implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = {
    key: 'example-phone',
    displayName: 'Example Phone',
    limitations: ['This is a demonstration: it shows how a second phone system looks, and nobody can connect it.'],
    docsUrl: 'https://phone.example',
    environments: { production: { label: 'Production', baseUrl: 'https://phone.example' } },
    grant: {
      kind: 'code',
      authorizePath: '/oauth2/authorize',
      tokenPath: '/oauth2/token',
      scopes: [{ name: 'calls', why: 'To list who called whom and when.' }],
      pkce: true,
      clientAuth: 'body',
    },
    listing: { settleMs: 0 },
    budgets: { calls: { requests: 10, perMs: 1_000 } },
  };
  readonly client: ProviderClient | null;

  private readonly answers: FakePhoneSystemOptions;

  constructor(@Optional() @Inject(FakePhoneSystemOptions) options: Partial<FakePhoneSystemOptions> = {}) {
    this.answers = { ...new FakePhoneSystemOptions(), ...options };
    this.client = this.answers.client;
  }

  identify(_session: ProviderSession): Promise<ProviderAccount> {
    return Promise.resolve(this.answers.account);
  }

  listUsers(_session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return this.pages(this.answers.users);
  }

  listCalls(_session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    return this.pages(this.answers.calls.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to));
  }

  private pages<T>(all: readonly T[]): AsyncIterable<Page<T>> {
    return walk((token) => {
      const from = Number(token ?? 0);
      const to = from + this.answers.pageSize;
      const items = all.slice(from, to);
      return Promise.resolve(to < all.length ? { items, next: pageToken(String(to)) } : { items });
    });
  }
}
