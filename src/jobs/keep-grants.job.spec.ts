import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { connectingServices } from '../../test/support/connecting-services.js';
import { json, type LoopbackVendor, providerOf, startLoopbackVendor } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { type CodeGrant, type PhoneSystemProvider, Secret } from '../contract/index.js';
import { ConnectionEntity, type ConnectionStatus } from '../storage/index.js';
import { KeepGrantsJob } from './keep-grants.job.js';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;

describe('grants that die unused', () => {
  let stage: Stage;
  let vendor: LoopbackVendor;
  let provider: PhoneSystemProvider;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    vendor = await startLoopbackVendor();
    vendor.answer = (_request, response) =>
      json(response, 200, { access_token: 'fresh', refresh_token: 'fresh-refresh', expires_in: 3600 });
    const { descriptor } = providerOf(vendor.client);
    provider = providerOf(vendor.client, { grant: { ...descriptor.grant, refreshIdleMs: 7 * DAY } as CodeGrant });
  });
  afterEach(async () => {
    await vendor.close();
    await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
  });

  /** A copy of the host, with connections of these statuses whose access tokens ran out so many days ago. */
  const copy = async (...rows: readonly (readonly [ConnectionStatus, number])[]) => {
    const termsOf = () => Promise.reject(new Error('not asked'));
    const { vault, connections, registry } = connectingServices(stage, provider, { termsOf });
    for (const [status, daysAgo] of rows) {
      const connection = aConnection(randomUUID(), { providerKey: 'loopback', status });
      const expiresAt = new Date(Date.now() - daysAgo * DAY);
      const tokens = { access: new Secret('old'), refresh: new Secret('old-refresh'), expiresAt };
      Object.assign(connection, status === 'disconnected' ? {} : vault.sealed(connection.id, tokens));
      await stage.tenants.of(connection.tenantId).persist(connection).flush();
    }
    const all = Object.assign(registry, { all: () => [provider] });
    return new KeepGrantsJob(stage.tenants, connections, all, vault);
  };
  const statuses = async (): Promise<string[]> =>
    (await stage.tenants.acrossTenants().find(ConnectionEntity, {}, { filters: { tenant: false } })).map(
      ({ status }) => status,
    );

  it('are renewed when half of their time is over, whether anything is fetched or not', async () => {
    const job = await copy(
      ['stopped', 4],
      ['connected', 4],
      ['stopped', 3],
      ['needs-reconnect', 4],
      ['disconnected', 4],
    );
    const due = await job.due();
    expect(due).toHaveLength(2);
    for (const turn of due) await job.work(turn, NEVER);
    expect(vendor.requests.map(({ path }) => path)).toEqual(['/oauth/token', '/oauth/token']);
    expect(await (await copy()).due()).toEqual([]);
    expect(await job.due()).toEqual([]);
  });

  it('say that they need somebody where the vendor refuses them by then', async () => {
    vendor.answer = (_request, response) => json(response, 400, { error: 'invalid_grant' });
    const job = await copy(['connected', 5], ['stopped', 5]);
    for (const turn of await job.due()) await job.work(turn, NEVER);
    expect((await statuses()).sort()).toEqual(['needs-reconnect', 'stopped']);
  });

  it('are asked for again where the vendor is out of order, and nothing else changes', async () => {
    vendor.answer = (_request, response) => json(response, 503, {});
    const job = await copy(['stopped', 5]);
    for (const turn of await job.due()) await job.work(turn, NEVER);
    expect(await statuses()).toEqual(['stopped']);
    expect(await (await copy()).due()).toHaveLength(1);
  });

  it('are left alone where the vendor says nothing of the kind', async () => {
    provider = providerOf(vendor.client);
    expect(await (await copy(['stopped', 400])).due()).toEqual([]);
  });
});
