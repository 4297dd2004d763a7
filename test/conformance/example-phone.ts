import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type CallRecord,
  OVERALL_BUDGET,
  type Page,
  type PageToken,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  type ProviderEvent,
  type ProviderFailure,
  type ProviderSession,
  type Refusal,
  type RejectedItem,
  Secret,
  type TimeWindow,
  type SharedWebhooks,
  type WebhookDelivery,
  type WebhookEndpoint,
  type StandingSubscription,
  type WebhookFacet,
  type WebhookReceipt,
  type WebhookReply,
  WebhookRefused,
  type WebhookSubscription,
  pageToken,
  walk,
} from '../../src/contract/index.js';
import { PhoneSystem } from '../../src/registry/index.js';
import { parseJson } from '../../src/support/json.js';

export type Wire = Readonly<Record<string, unknown>>;

interface WirePage {
  readonly items: readonly Wire[];
  readonly next: string | null;
}

/** A phone system that is no vendor's and that is right. The wrong ones differ from it in one method each. */
@PhoneSystem()
export class ExamplePhone implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = {
    key: 'right-phone',
    displayName: 'Right Phone',
    limitations: [],
    docsUrl: 'https://phone.example',
    environments: { production: { label: 'Production', baseUrl: 'https://phone.example' } },
    grant: {
      kind: 'code',
      authorizePath: '/authorize',
      tokenPath: '/token',
      scopes: [{ name: 'calls', why: 'To list calls.' }],
      pkce: true,
      clientAuth: 'body',
    },
    listing: { settleMs: 60_000 },
    budgets: {
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      calls: { requests: 5, perMs: 1_000 },
      day: { requests: 30_000, perMs: 86_400_000, pool: true },
    },
  };
  readonly client: ProviderClient | null = {
    clientId: 'id',
    clientSecret: new Secret('the-secret-of-the-client'),
    baseUrl: 'https://phone.example',
  };
  readonly webhooks: WebhookFacet | SharedWebhooks = {
    subscribe: (session, endpoint) => this.subscribe(session, endpoint),
    unsubscribe: (session, subscription) => this.unsubscribe(session, subscription),
    stands: (session, subscription) => this.stands(session, subscription),
    renew: (session, subscription) => this.renew(session, subscription),
    answer: (delivery) => this.answer(delivery),
    open: (delivery, secret, receipt) => this.open(delivery, secret, receipt),
  };

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const wire = await session.send({ path: '/account', budget: OVERALL_BUDGET, read: readObject });
    await session.send({ path: '/calls', query: { from: 0, to: 1 }, budget: this.callBudget(), read: readPage });
    return {
      externalId: text(wire['id']),
      name: text(wire['name']),
      domains: [text(wire['domain'])],
      readsAllCalls: true,
    };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(async (token) => {
      const page = await session.send({ path: '/people', query: { token }, budget: OVERALL_BUDGET, read: readPage });
      return this.toPage(page, (wire) => this.readPerson(wire));
    });
  }

  listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    return walk((token) => this.callPage(session, window, token));
  }

  failureOf({ status, json, query }: Refusal): ProviderFailure | null {
    if (status === 423)
      return { kind: 'closed', state: String((json as Wire | null | undefined)?.['state'] ?? 'shut') };
    return status === 400 && 'token' in query ? { kind: 'restartListing' } : null;
  }

  protected async callPage(session: ProviderSession, window: TimeWindow, token?: PageToken): Promise<Page<CallRecord>> {
    const query = { ...this.bounds(window), token };
    const page = await session.send({ path: '/calls', query, budget: this.callBudget(), read: readPage });
    return this.toPage({ ...page, items: page.items.filter((wire) => this.fits(wire, window)) }, (wire) =>
      this.readCall(wire),
    );
  }

  protected callBudget(): string | readonly string[] {
    return ['calls', 'day'];
  }

  protected bounds({ from, to }: TimeWindow): { readonly from: number; readonly to: number } {
    return { from: from.getTime(), to: to.getTime() };
  }

  protected fits(_wire: Wire, _window: TimeWindow): boolean {
    return true;
  }

  protected toPage<T>({ items, next }: WirePage, read: (wire: Wire) => T): Page<T> {
    const readings = items.map((raw) => {
      try {
        return { item: [read(raw)], rejected: [] };
      } catch {
        return { item: [], rejected: this.reject(raw) };
      }
    });
    return {
      items: readings.flatMap(({ item }) => item),
      rejected: readings.flatMap(({ rejected }) => rejected),
      ...(next !== null && { next: pageToken(next) }),
    };
  }

  protected reject(raw: Wire): readonly RejectedItem[] {
    return [{ reason: 'It has no id, or no start.', raw }];
  }

  readPerson(wire: Wire): PhoneUser {
    const numbers = (wire['numbers'] as readonly string[]).map((e164) => ({ e164 }));
    const extension = wire['extension'];
    return {
      externalId: text(wire['id']),
      displayName: text(wire['name']),
      emails: (wire['emails'] as readonly string[]).map((email) => this.readEmail(email)),
      numbers: [...numbers, ...(typeof extension === 'string' ? [{ e164: null, extension }] : [])],
      status: wire['left'] === true ? 'departed' : 'active',
    };
  }

  protected readEmail(email: string): string {
    return email.toLowerCase();
  }

  readCall(wire: Wire): CallRecord {
    const [owner, other] = [readObject(wire['owner']), readObject(wire['other'])];
    const [connected, group] = [wire['connected'] as number | null, wire['group']];
    const direction = wire['direction'] as CallRecord['direction'];
    const number = other['number'];
    return {
      externalId: text(wire['id']),
      relatedIds: [text(wire['conversation'])],
      userExternalId: owner['kind'] === 'person' ? text(owner['id']) : null,
      direction,
      outcome:
        connected !== null
          ? 'answered'
          : direction === 'outbound'
            ? 'unanswered'
            : wire['voicemail'] === true
              ? 'voicemail'
              : 'missed',
      startedAt: instant(wire['started']),
      connectedAt: connected === null ? null : instant(connected),
      endedAt: instant(wire['ended']),
      counterparty: {
        number: typeof number === 'string' && number.startsWith('+') ? number : null,
        name: other['name'] as string | null,
        internal: other['colleague'] === true,
      },
      viaNumber: wire['line'] as string | null,
      group:
        group === null ? null : { externalId: text(readObject(group)['id']), name: text(readObject(group)['name']) },
      transferred: wire['transferred'] === true,
      recorded: wire['recorded'] === true,
      labels: [],
      revision: wire['changed'] as number,
    };
  }

  protected async subscribe(session: ProviderSession, { url, secret }: WebhookEndpoint): Promise<WebhookSubscription> {
    const body = { url, secret };
    const made = await session.send({ method: 'POST', path: '/hooks', body, budget: OVERALL_BUDGET, read: readObject });
    return { ids: { hook: text(made['id']) }, expiresAt: instant(made['expires']) };
  }

  protected async renew(session: ProviderSession, { ids }: StandingSubscription): Promise<WebhookSubscription> {
    const path = `/hooks/${ids['hook'] ?? ''}`;
    const renewed = await session.send({ method: 'PATCH', path, budget: OVERALL_BUDGET, read: readObject });
    return { ids, expiresAt: instant(renewed['expires']) };
  }

  /** It asks in two ways, and signs neither. */
  protected answer({ headers, query }: WebhookDelivery): WebhookReply | null {
    const [inHeader, inQuery] = [headers['validation-token'], query['validationToken']];
    if (inHeader !== undefined) return { status: 200, headers: { 'Validation-Token': inHeader } };
    return inQuery === undefined ? null : { status: 200, body: inQuery };
  }

  protected async unsubscribe(session: ProviderSession, { url, ids }: StandingSubscription): Promise<void> {
    if (ids['hook']) await this.removeHook(session, ids['hook']);
    const { items } = await session.send({ path: '/hooks', budget: OVERALL_BUDGET, read: readPage });
    for (const hook of items) if (this.deliversTo(url, hook)) await this.removeHook(session, text(hook['id']));
  }

  protected async stands(session: ProviderSession, { url, ids }: StandingSubscription): Promise<boolean> {
    const { items } = await session.send({ path: '/hooks', budget: OVERALL_BUDGET, read: readPage });
    return items.some((hook) => text(hook['id']) === ids['hook'] && hook['url'] === url);
  }

  protected deliversTo(url: string, hook: Wire): boolean {
    return hook['url'] === url;
  }

  protected async removeHook(session: ProviderSession, hook: string): Promise<void> {
    await session
      .send({ method: 'DELETE', path: `/hooks/${hook}`, budget: OVERALL_BUDGET, read: () => undefined })
      .catch((error: unknown) => {
        if (!(error instanceof ProviderError && error.failure.kind === 'gone')) throw error;
      });
  }

  protected open(
    delivery: WebhookDelivery,
    secret: string,
    receipt: WebhookReceipt,
  ): Promise<readonly ProviderEvent[]> {
    return Promise.resolve().then(() => {
      if (secret === '' || !this.isSigned(delivery, secret)) throw new WebhookRefused('It is not signed.');
      const wire = readObject(parseJson(new TextDecoder().decode(delivery.body)));
      if (!this.isFresh(wire, receipt)) throw new WebhookRefused('Somebody has kept it.');
      if (!this.isOurs(wire, receipt)) return [];
      return wire['removed'] === true ? this.readRemoval() : [{ kind: 'callFinished', call: this.readEvent(wire) }];
    });
  }

  /** That an account is gone says no time. */
  protected isFresh({ sent }: Wire, { receivedAt }: WebhookReceipt): boolean {
    return sent === undefined || Math.abs(receivedAt.getTime() - Number(sent)) <= FRESH_MS;
  }

  protected isOurs(wire: Wire, { account }: WebhookReceipt): boolean {
    return account === null || wire['account'] === account;
  }

  protected readRemoval(): readonly ProviderEvent[] {
    return [{ kind: 'accountGone' }];
  }

  protected readEvent(wire: Wire): CallRecord {
    return this.readCall(wire);
  }

  protected isSigned({ headers, body }: WebhookDelivery, secret: string): boolean {
    return matches(headers['x-signature'], signature(body, secret));
  }
}

export const FRESH_MS = 300_000;

export const signature = (body: Uint8Array, secret: string, algorithm = 'sha256'): string =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

export const matches = (given: string | undefined, expected: string): boolean =>
  given?.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

export function readPage(json: unknown): WirePage {
  const wire = readObject(json);
  return { items: wire['items'] as readonly Wire[], next: wire['next'] as string | null };
}

function readObject(json: unknown): Wire {
  if (typeof json !== 'object' || json === null) throw new Error('It is no object.');
  return json as Wire;
}

const text = (value: unknown): string => {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('It has no id.');
  return String(value);
};

const instant = (value: unknown): Date => {
  if (typeof value !== 'number') throw new Error('It has no time.');
  return new Date(value);
};
