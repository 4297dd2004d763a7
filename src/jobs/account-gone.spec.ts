import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { type ConnectingServices, connectingServices } from '../../test/support/connecting-services.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { TenantTermsBook } from '../access/index.js';
import { Deliveries, WebhookInbox } from '../calls/index.js';
import { writeCalls } from '../calls/call-writer.js';
import { takePlace } from '../connection/life/place.js';
import { type ProviderEvent, Secret, type TenantTerms, WebhookRefused } from '../contract/index.js';
import { AuditEntryEntity, CallRecordEntity, ConnectionEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { DeliverJob } from './deliver.job.js';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;
const TERMS: TenantTerms = {
  ...{ domains: ['company.example'], phoneSystemLicence: true, timeZone: 'UTC', region: 'US', workShift: null },
};

describe('an account that lets this host go at the vendor', () => {
  let stage: Stage;
  let services: ConnectingServices;
  let inbox: WebhookInbox;
  let job: DeliverJob;
  let events: readonly ProviderEvent[];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });
  afterAll(() => stage.close());

  beforeEach(() => {
    const client = { clientId: 'id', clientSecret: new Secret('s'), baseUrl: 'https://phone.example' };
    const provider = new FakePhoneSystem({ client: { ...client, webhookSecret: new Secret('of the installation') } });
    const webhooks = {
      open: ({ headers }: { headers: Readonly<Record<string, string | undefined>> }, secret: string) =>
        headers['echo'] === secret ? Promise.resolve(events) : Promise.reject(new WebhookRefused()),
      accountOf: ({ headers }: { headers: Readonly<Record<string, string | undefined>> }) => headers['account'] ?? null,
    };
    services = connectingServices(stage, Object.assign(provider, { webhooks }), {
      termsOf: () => Promise.resolve(TERMS),
    });
    inbox = new WebhookInbox(stage.tenants, services.registry, services.connections, services.webhooks, boundsBook);
    const listed = { erasedListed: () => null };
    const score = { name: 'score', backoff: { allows: () => false } };
    job = new DeliverJob(
      stage.tenants,
      { request: () => Promise.resolve() } as never,
      services.connections,
      new Deliveries(stage.tenants, stage.erased),
      new TenantTermsBook({ termsOf: () => Promise.resolve(TERMS) }, stage.tenants, boundsBook),
      listed as never,
      listed as never,
      score as never,
    );
    events = [{ kind: 'accountGone' }];
  });
  afterEach(() => stage.tenants.acrossTenants().execute('delete from phone_system.connection'));

  /** A tenant's connection, with a call. */
  const connected = async (account: string, more: Partial<ConnectionEntity> = {}): Promise<ConnectionEntity> => {
    const connectedAt = new Date(Date.now() - HOUR);
    const connection = aConnection(randomUUID(), { accountExternalId: account, connectedAt, ...more });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    await stage.tenants.transaction(connection.tenantId, (em) =>
      writeCalls(em, { connection, timeZone: 'UTC', erased: stage.erased, toldBy: 'list' }, [aRecord('1')]),
    );
    return connection;
  };
  const told = async (account: string): Promise<string> => {
    const headers = { echo: 'of the installation', account };
    const { outcome } = await inbox.receiveForAll('example-phone', { headers, query: {}, body: new Uint8Array() });
    for (const { connectionId } of await job.due()) await job.work({ connectionId }, NEVER);
    return outcome;
  };
  const present = async ({ id, tenantId }: ConnectionEntity): Promise<ConnectionEntity> =>
    await stage.tenants.of(tenantId).findOneOrFail(ConnectionEntity, { id }, { refresh: true });
  const left = async ({ tenantId }: ConnectionEntity): Promise<number[]> => {
    const em = stage.tenants.of(tenantId);
    return [await em.count(CallRecordEntity, {}), await em.count(WebhookDeliveryEntity, {})];
  };

  it.each(['connected', 'needs-reconnect', 'stopped', 'disconnected'] as const)(
    'is ended and erased where it was %s, and says so',
    async (status) => {
      const connection = await connected('7', { status, sealedTokens: 'sealed' });
      const others = await connected('8');
      expect(await told('7')).toBe('stored');
      expect(await present(connection)).toMatchObject({
        ...{ status: 'disconnected', sealedTokens: null, wakeAt: null, accountName: '', records: 0 },
        problem: { kind: 'withdrawn', action: 'reconnect', message: expect.stringMatching(/was removed there/) },
      });
      expect(await left(connection)).toEqual([0, 0]);
      expect(await present(others)).toMatchObject({ status: 'connected', accountExternalId: '8' });
      expect(await left(others)).toEqual([1, 0]);
      const trail = await stage.tenants.of(connection.tenantId).find(AuditEntryEntity, {});
      expect(trail).toMatchObject([{ action: 'disconnect', actor: 'example-phone', subject: connection.id }]);
    },
  );

  it('loses its worker’s place, so that nothing is stored of it any more', async () => {
    const connection = await connected('7');
    const place = await takePlace(stage.tenants, connection);
    await told('7');
    expect((await present(connection)).fence).toBeGreaterThan(place?.fence ?? Infinity);
  });

  it('is erased wherever it was connected, and told again it changes nothing', async () => {
    const former = await connected('7', { status: 'disconnected' });
    const now = await connected('7');
    await told('7');
    expect([await left(former), await left(now)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await told('7')).toBe('ignored');
    expect(await told('a stranger')).toBe('ignored');
  });

  it('stays where somebody has connected it again since', async () => {
    const connection = await connected('7');
    events = [{ kind: 'accountGone', at: new Date(Date.now() - 2 * HOUR) }];
    await told('7');
    expect(await present(connection)).toMatchObject({ status: 'connected', problem: null });
    expect(await left(connection)).toEqual([1, 0]);
  });

  it('is nobody’s to say without the secret', async () => {
    const connection = await connected('7');
    const forged = { headers: { echo: 'a guess', account: '7' }, query: {}, body: new Uint8Array() };
    await expect(inbox.receiveForAll('example-phone', forged)).rejects.toMatchObject({ status: 401 });
    expect((await present(connection)).status).toBe('connected');
  });
});
