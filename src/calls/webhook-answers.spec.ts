import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type ConnectingServices, connectingServices } from '../../test/support/connecting-services.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import {
  type PhoneSystemProvider,
  ProviderError,
  Secret,
  type SharedWebhooks,
  type WebhookDelivery,
  type WebhookFacet,
  WebhookRefused,
  type WebhookSubscription,
} from '../contract/index.js';
import { lapsingSubscriptions } from '../connection/webhooks/lapsing-subscriptions.js';
import { ConnectionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { type Received, WebhookInbox } from './webhook-inbox.service.js';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;
const TERMS = {
  domains: ['company.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
} as const;
const CALL = {
  externalId: '1',
  relatedIds: [],
  userExternalId: '42',
  direction: 'inbound',
  outcome: 'missed',
  startedAt: new Date('2026-11-20T15:00:00Z'),
  connectedAt: null,
  endedAt: new Date('2026-11-20T15:01:00Z'),
  counterparty: { number: null, name: null, internal: false },
  viaNumber: null,
  group: null,
  transferred: false,
  recorded: false,
  labels: [],
  revision: 1,
} as const;

const knows = (headers: WebhookDelivery['headers'], secret: string): boolean =>
  [secret].includes(headers['echo'] ?? '');

describe('what a vendor’s deliveries are answered with', () => {
  let stage: Stage;
  let services: ConnectingServices;
  let inbox: WebhookInbox;
  let provider: PhoneSystemProvider;
  let tenantId: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ publicUrl: 'https://host.example' });
  });
  afterAll(() => stage.close());
  afterEach(() => stage.tenants.acrossTenants().execute('delete from phone_system.connection'));

  const connect = async (webhooks: WebhookFacet | SharedWebhooks, webhookSecret?: string): Promise<void> => {
    const client = {
      clientId: 'id',
      clientSecret: new Secret('secret'),
      baseUrl: 'https://phone.example',
      ...(webhookSecret !== undefined && { webhookSecret: new Secret(webhookSecret) }),
    };
    provider = Object.assign(new FakePhoneSystem({ client }), { webhooks });
    services = connectingServices(stage, provider, { termsOf: () => Promise.resolve(TERMS) });
    inbox = new WebhookInbox(stage.tenants, services.registry, services.connections, services.webhooks, boundsBook);
    tenantId = randomUUID();
    const attempt = { tenantId, employeeId: 'e1', providerKey: 'example-phone', returnTo: '/', verifier: null };
    const tokens = { access: new Secret('access'), refresh: null, expiresAt: null };
    expect(await services.connecting.complete(attempt, provider, tokens, '/api')).toBe('connected');
  };
  const only = async (): Promise<ConnectionEntity> =>
    await stage.tenants.of(tenantId).findOneOrFail(ConnectionEntity, {}, { refresh: true });
  const delivery = (of: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
    headers: {},
    query: {},
    body: new Uint8Array(),
    ...of,
  });
  const waiting = async (): Promise<number> => await stage.tenants.of(tenantId).count(WebhookDeliveryEntity, {});
  const refused = (work: Promise<unknown>) =>
    expect(work).rejects.toEqual(expect.objectContaining({ status: 401, code: 'unsigned' } satisfies Partial<Problem>));

  /** Its deliveries have the secret in a header; what it asks with a token, it asks unsigned. */
  const facet = (subscribe: WebhookFacet['subscribe'], more: Partial<WebhookFacet> = {}): WebhookFacet => ({
    subscribe,
    unsubscribe: () => Promise.resolve(),
    open: ({ headers }, secret) =>
      knows(headers, secret)
        ? Promise.resolve([{ kind: 'callFinished', call: CALL }])
        : Promise.reject(new WebhookRefused('It does not know the secret.')),
    answer: ({ query: { token } }) => (token === undefined ? null : { status: 200, body: token }),
    ...more,
  });

  describe('at the address of a connection', () => {
    it('is what a question asks for, as long as a subscription is being made, and a refusal afterwards', async () => {
      const asked = delivery({ query: { token: 'abc' } });
      const answers: Received[] = [];
      await connect(
        facet(async (_session, { url }) => {
          const id = url.split('/').at(-1) ?? '';
          answers.push(await inboxOf(id));
          return { ids: { hook: '1' } };
        }),
      );
      async function inboxOf(id: string): Promise<Received> {
        return await new WebhookInbox(
          stage.tenants,
          services.registry,
          services.connections,
          services.webhooks,
          boundsBook,
        ).receive('example-phone', id, asked);
      }
      expect(answers).toEqual([{ outcome: 'answered', reply: { status: 200, body: 'abc' } }]);
      await refused(inboxOf((await only()).id));
      await refused(inboxOf(randomUUID()));
    });

    it('is what the vendor wants of a delivery that was taken', async () => {
      let secret = '';
      await connect(
        facet(
          (_session, endpoint) => {
            secret = endpoint.secret;
            return Promise.resolve({ ids: { hook: '1' } });
          },
          { taken: { status: 202 } },
        ),
      );
      const { id } = await only();
      expect(await inbox.receive('example-phone', id, delivery({ headers: { echo: secret } }))).toEqual({
        outcome: 'stored',
        reply: { status: 202 },
        connectionId: id,
      });
      expect(await waiting()).toBe(1);
    });

    it('goes by the vendor’s own secret where the vendor gives one', async () => {
      let handed = '';
      await connect(
        facet((_session, { secret }) => {
          handed = secret;
          return Promise.resolve({ ids: { hook: '1' }, secret: new Secret('theirs') });
        }),
      );
      const connection = await only();
      expect(services.webhooks.secretOf(connection)).toBe('theirs');
      await refused(inbox.receive('example-phone', connection.id, delivery({ headers: { echo: handed } })));
      const { outcome } = await inbox.receive(
        'example-phone',
        connection.id,
        delivery({ headers: { echo: 'theirs' } }),
      );
      expect(outcome).toBe('stored');
    });
  });

  describe('at the one address of all accounts', () => {
    const shared: SharedWebhooks = {
      open: ({ headers }, secret) =>
        knows(headers, secret)
          ? Promise.resolve([{ kind: 'callFinished', call: CALL }])
          : Promise.reject(new WebhookRefused('It does not know the secret.')),
      accountOf: ({ headers }) => headers['account'] ?? null,
      answer: ({ headers, query: { token: asked } }, secret) => {
        if (asked === undefined) return null;
        if (!knows(headers, secret)) throw new WebhookRefused('It does not know the secret.');
        return { status: 200, body: { token: asked } };
      },
    };
    const told = (headers: Readonly<Record<string, string>>, query = {}) =>
      inbox.receiveForAll('example-phone', delivery({ headers, query }));

    it('is the same for accounts that are known and unknown, and only what is known is stored', async () => {
      await connect(shared, 'of the installation');
      expect((await only()).webhook).toBeNull();
      const known = await told({ echo: 'of the installation', account: '1' });
      const unknown = await told({ echo: 'of the installation', account: '2' });
      const nobodys = await told({ echo: 'of the installation' });
      expect([known.outcome, unknown.outcome, nobodys.outcome]).toEqual(['stored', 'ignored', 'ignored']);
      expect([known.reply, unknown.reply, nobodys.reply]).toEqual([{ status: 204 }, { status: 204 }, { status: 204 }]);
      expect(await waiting()).toBe(1);
    });

    it('is that of a delivery that was taken where the provider fails to tell whose it is', async () => {
      const failing = (): never => {
        throw new TypeError('account is no object');
      };
      for (const accountOf of [failing, () => '', () => 7 as unknown as string]) {
        await connect({ ...shared, accountOf }, 'of the installation');
        const answered = await told({ echo: 'of the installation', account: '1' });
        expect(answered).toEqual({ outcome: 'ignored', reply: { status: 204 } });
        await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
      }
    });

    it('is a refusal where the secret is not the installation’s, or there is none', async () => {
      await connect(shared, 'of the installation');
      await refused(told({ echo: 'another', account: '1' }));
      await refused(told({ echo: 'another' }, { token: 'abc' }));
      await refused(inbox.receive('example-phone', (await only()).id, delivery({ headers: { echo: 'another' } })));
      expect(await told({ echo: 'of the installation' }, { token: 'abc' })).toEqual({
        outcome: 'answered',
        reply: { status: 200, body: { token: 'abc' } },
      });
      await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
      await connect(shared);
      await refused(told({ account: '1' }));
      await connectElsewhere();
    });

    /** One that subscribes for itself takes nothing there. */
    async function connectElsewhere(): Promise<void> {
      await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
      await connect(
        facet(() => Promise.resolve({ ids: { hook: '1' } })),
        'of the installation',
      );
      await refused(told({ echo: 'of the installation', account: '1' }));
    }
  });

  describe('of a subscription that lapses', () => {
    let made: number;
    let renewals: string[];
    let renew: () => Promise<WebhookSubscription>;

    beforeEach(async () => {
      made = 0;
      renewals = [];
      renew = () => Promise.resolve({ ids: { hook: '1' }, expiresAt: new Date(Date.now() + 3 * DAY) });
      await connect(
        facet(() => Promise.resolve({ ids: { hook: String(++made) }, expiresAt: new Date(Date.now() + 3 * DAY) }), {
          renew: async (_session, { ids }) => {
            renewals.push(ids['hook'] ?? '');
            return await renew();
          },
        }),
      );
      await stage.tenants.of(tenantId).nativeUpdate(ConnectionEntity, {}, { connectedAt: new Date(Date.now() - DAY) });
    });

    const due = async (agoMs = 0, expiresInMs = DAY): Promise<void> => {
      const { webhook } = await only();
      await stage.tenants.of(tenantId).nativeUpdate(
        ConnectionEntity,
        {},
        {
          webhookRenewAt: new Date(Date.now() - agoMs),
          webhook: { ...webhook!, expiresAt: new Date(Date.now() + expiresInMs).toISOString() },
        },
      );
    };
    const prolong = async (): Promise<ConnectionEntity> => {
      await services.webhooks.prolong(await only(), provider, NEVER);
      return await only();
    };
    const daysUntil = (date: Date | null): number => Math.round(((date?.getTime() ?? 0) - Date.now()) / DAY);

    it('is renewed in its last third, once', async () => {
      expect(daysUntil((await only()).webhookRenewAt)).toBe(2);
      expect(await lapsingSubscriptions(stage.tenants, ['dialpad', 'example-phone'])).toEqual([]);
      await due(1_000);
      expect(await lapsingSubscriptions(stage.tenants, ['dialpad'])).toEqual([]);
      expect(await lapsingSubscriptions(stage.tenants, ['dialpad', 'example-phone'])).toEqual([
        { connectionId: (await only()).id },
      ]);
      const { webhookRenewAt, webhook } = await prolong();
      expect([renewals, made, daysUntil(webhookRenewAt)]).toEqual([['1'], 1, 2]);
      expect(webhook?.ids).toEqual({ hook: '1' });
      expect(await lapsingSubscriptions(stage.tenants, ['dialpad', 'example-phone'])).toEqual([]);
    });

    it('is tried again within minutes where it could not be, until it lapses', async () => {
      renew = () => Promise.reject(new ProviderError({ kind: 'tryLater' }, 'Out of order.'));
      await due();
      const { webhookRenewAt } = await prolong();
      expect([renewals.length, made]).toEqual([1, 1]);
      expect((webhookRenewAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(30_000);
      expect((webhookRenewAt?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(60_000);
    });

    it.each([
      ['has lapsed', -1_000, undefined],
      ['is gone at the vendor', DAY, 'gone'],
    ] as const)('is made anew where it %s', async (_what, expiresInMs, kind) => {
      if (kind !== undefined) renew = () => Promise.reject(new ProviderError({ kind }, 'Not there.'));
      await due(0, expiresInMs);
      const { webhook, webhookRenewAt } = await prolong();
      expect([made, webhook?.ids, daysUntil(webhookRenewAt)]).toEqual([2, { hook: '2' }, 2]);
    });
  });
});
