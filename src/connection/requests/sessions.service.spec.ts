import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { json, type LoopbackVendor, providerOf, startLoopbackVendor } from '../../../test/support/loopback-vendor.js';
import { eventually, openStage, type Stage } from '../../../test/support/stage.js';
import { aConnection } from '../../../test/support/stored-rows.js';
import {
  OVERALL_BUDGET,
  type PhoneSystemProvider,
  ProviderError,
  type ProviderRequest,
  type ProviderSession,
  Secret,
} from '../../contract/index.js';
import { PhoneSystemMetrics } from '../../metrics/index.js';
import type { ConnectionEntity } from '../../storage/index.js';
import type { LogEvent } from '../../tracing/log-event.js';
import { RequestBudget } from '../limits/request-budget.service.js';
import { Sessions } from './sessions.service.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { TokenVault } from '../tokens/token-vault.service.js';

const NEVER = new AbortController().signal;
const READ: ProviderRequest<unknown> = { path: '/calls', budget: 'calls', read: (answer) => answer };

describe('a session with a vendor', () => {
  let stage: Stage;
  let vendor: LoopbackVendor;
  let provider: PhoneSystemProvider;
  let sessions: Sessions;
  let vault: TokenVault;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
    vendor = await startLoopbackVendor();
    provider = providerOf(vendor.client, { budgets: { calls: { requests: 1_000, perMs: 1_000 } } });
    vault = new TokenVault(stage.tenants, new TokenKeys(stage.settings), new PhoneSystemMetrics());
    sessions = copy(stage.requestBudget());
  });

  afterAll(async () => {
    await vendor.close();
    await stage.close();
  });

  beforeEach(async () => {
    vendor.requests.length = 0;
    connection = aConnection(randomUUID());
    const tokens = { access: new Secret('access-0'), refresh: new Secret('refresh-0'), expiresAt: null };
    Object.assign(connection, vault.sealed(connection.id, tokens));
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  /** What each copy of the host has. */
  const copy = (budget: RequestBudget): Sessions => new Sessions(vault, budget, new PhoneSystemMetrics());
  const open = (signal = NEVER): ProviderSession => sessions.open(connection, provider, signal);
  const failureOf = async (sent: Promise<unknown>): Promise<unknown> =>
    await sent.then(
      () => 'none',
      (error: unknown) => (error instanceof ProviderError ? error.failure : error),
    );
  const sentTo = (path: string): number => vendor.requests.filter((request) => request.path === path).length;

  it('lets a request that waits for its class hold up no other', async () => {
    const arrivedAt: number[] = [];
    vendor.answer = (_request, response) => {
      arrivedAt.push(Date.now());
      response.end('{}');
    };
    const budgets = { [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 }, hooks: { requests: 1, perMs: 1_000 } };
    const session = sessions.open(connection, providerOf(vendor.client, { budgets }), NEVER);
    const hooks = [0, 1, 2].map(() => session.send({ ...READ, budget: 'hooks' }));
    await eventually(() => arrivedAt.length === 1);
    const others = Array.from({ length: 10 }, () => session.send({ ...READ, path: '/users', budget: 'users' }));
    await Promise.all(others);
    expect(sentTo('/calls')).toBe(1);
    await Promise.all(hooks);
    expect(arrivedAt.at(-1)! - arrivedAt[0]!).toBeGreaterThan(2_000);
  });

  it('sends the token in a header, and hands wide ids over digit for digit', async () => {
    vendor.answer = (_request, response) => void response.end('{"id": 9007199254740993}');
    const query = { cursor: 'a b', started_after: 5, nothing: undefined };
    expect(await open().send({ ...READ, query })).toEqual({ id: '9007199254740993' });
    expect(vendor.requests).toMatchObject([
      { path: '/calls?cursor=a+b&started_after=5', authorization: 'Bearer access-0' },
    ]);
  });

  it('says by how much our clock is ahead of the vendor’s, and never too little', async () => {
    const session = copy(stage.requestBudget()).open(connection, provider, NEVER);
    const answering = async (date: string): Promise<number> => {
      vendor.answer = (_request, response) => json(response, 200, {}, { date });
      await session.send(READ);
      return session.clock.aheadMs;
    };
    expect(session.clock.aheadMs).toBe(0);
    expect(await answering(new Date(Date.now() - 60_000).toUTCString())).toBeGreaterThanOrEqual(60_000);
    expect(await answering(new Date(Date.now() + 60_000).toUTCString())).toBe(0);
    expect(await answering(new Date(Date.now() - 60_000).toUTCString())).toBeLessThan(120_000);
    const before = session.clock.aheadMs;
    expect(await answering('yesterday')).toBe(before);
  });

  it('says once of a phone system, and not of each session, that its dates are not believed', async () => {
    const log = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const sessionsOfOneCopy = copy(stage.requestBudget());
    vendor.answer = (_request, response) => json(response, 200, {}, { date: 'Sat, 22 Nov 1975 12:00:00 GMT' });
    for (let walk = 0; walk < 3; walk++) await sessionsOfOneCopy.open(connection, provider, NEVER).send(READ);
    const lines = log.mock.calls.map(([line]) => line as LogEvent).filter(({ event }) => event === 'date-not-believed');
    log.mockRestore();
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('look whether this host')]);
  });

  it('refreshes once after a 401, whatever number of requests saw it, and sends each again', async () => {
    vendor.answer = ({ path, authorization }, response) => {
      if (path === '/oauth/token') json(response, 200, { access_token: 'access-1', refresh_token: 'refresh-1' });
      else json(response, authorization === 'Bearer access-1' ? 200 : 401, { ok: true });
    };
    const session = open();
    const answers = await Promise.all(Array.from({ length: 12 }, () => session.send(READ)));
    expect(answers).toEqual(Array.from({ length: 12 }, () => ({ ok: true })));
    expect(sentTo('/oauth/token')).toBe(1);
  });

  it('asks to reconnect where the fresh token is refused as well', async () => {
    vendor.answer = ({ path }, response) =>
      json(response, path === '/oauth/token' ? 200 : 401, { access_token: 'access-1' });
    expect(await failureOf(open().send(READ))).toMatchObject({ kind: 'reconnect' });
    expect([sentTo('/oauth/token'), sentTo('/calls')]).toEqual([1, 2]);
  });

  it.each<[object, object]>([
    [{ error: { code: 403 } }, { kind: 'forbidden' }],
    [{ items: [], error: { code: 404 } }, { kind: 'gone' }],
    [{ items: null, error: 'backend' }, { kind: 'tryLater' }],
    [{ error: { code: 429 } }, { kind: 'slowDown' }],
  ])('does not take %j for an answer, whatever asks for it', async (answer, failure) => {
    vendor.answer = (_request, response) => json(response, 200, answer, { 'retry-after': '60' });
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      expect(await failureOf(open().send({ ...READ, method, budget: method }))).toMatchObject(failure);
    }
  });

  it('refreshes for a 401 under a status of success as for any', async () => {
    vendor.answer = ({ path, authorization }, response) => {
      if (path === '/oauth/token') json(response, 200, { access_token: 'access-1', refresh_token: 'refresh-1' });
      else json(response, 200, authorization === 'Bearer access-1' ? { items: [] } : { error: { code: 401 } });
    };
    expect(await open().send(READ)).toEqual({ items: [] });
  });

  it('refreshes again where a fresh token ran out while its request was put off', async () => {
    const statuses = [401, 503, 401, 200];
    let refreshes = 0;
    vendor.answer = ({ path }, response) => {
      if (path === '/oauth/token')
        json(response, 200, { access_token: `access-${++refreshes}`, refresh_token: 'next' });
      else json(response, statuses.shift() ?? 200, { ok: true });
    };
    expect(await open().send(READ)).toEqual({ ok: true });
    expect([refreshes, sentTo('/calls')]).toEqual([2, 4]);
  });

  const failsFirst = (fail: LoopbackVendor['answer']): void => {
    vendor.answer = (request, response) =>
      vendor.requests.length === 1 ? fail(request, response) : json(response, 200, { ok: true });
  };

  it.each<[string, LoopbackVendor['answer']]>([
    ['a 500', (_request, response) => json(response, 500, {})],
    ['a 429 without a time', (_request, response) => json(response, 429, {})],
    ['a 429 with seconds', (_request, response) => json(response, 429, {}, { 'retry-after': '0' })],
    ['a 429 with a date', (_request, response) => json(response, 429, {}, { 'retry-after': new Date().toUTCString() })],
    ["a proxy's page", (_request, response) => void response.end('<html>Bad gateway</html>')],
    ['nothing at all', (_request, response) => void response.end()],
    ['an answer that breaks off', (_request, response) => void response.end('{"items": [')],
    [
      'an answer shorter than announced',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"items": [');
        setImmediate(() => response.destroy());
      },
    ],
    ['a connection that is reset', (_request, response) => void response.socket?.resetAndDestroy()],
  ])('sends again after %s', async (_what, fail) => {
    failsFirst(fail);
    expect(await open().send(READ)).toEqual({ ok: true });
    expect(vendor.requests).toHaveLength(2);
  });

  it('gives up after four attempts, and says that it passes', async () => {
    vendor.answer = (_request, response) => json(response, 503, {});
    expect(await failureOf(open().send(READ))).toEqual({ kind: 'tryLater' });
    expect(vendor.requests).toHaveLength(4);
  });

  it('waits as long as the vendor asks where that is short', async () => {
    failsFirst((_request, response) => json(response, 429, {}, { 'retry-after': '1' }));
    const begun = performance.now();
    await open().send(READ);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it.each<[string, LoopbackVendor['answer'], number]>([
    ['after a failure', (_request, response) => json(response, 503, {}), 125],
    ['after a 429', (_request, response) => json(response, 429, {}, { 'retry-after': '1' }), 1_000],
  ])('waits for every copy, and for a host that starts again meanwhile: %s', async (_what, fail, leastMs) => {
    let failedAt = 0;
    failsFirst((request, response) => {
      failedAt = performance.now();
      void fail(request, response);
    });
    const killed = new AbortController();
    const budget = stage.requestBudget();
    const requests = budget.of(`loopback:${connection.accountExternalId}`, provider.descriptor);
    const hush = requests.hush.bind(requests);
    requests.hush = async (...silence) => {
      await hush(...silence);
      killed.abort(new Error('killed'));
    };
    await expect(copy(budget).open(connection, provider, killed.signal).send(READ)).rejects.toThrow();
    expect(vendor.requests).toHaveLength(1);

    await copy(stage.requestBudget()).open(connection, provider, NEVER).send(READ);
    expect(performance.now() - failedAt).toBeGreaterThanOrEqual(leastMs);
  });

  it('does not sleep through a long wait, and sends nothing of that class before its end, from no session', async () => {
    vendor.answer = (_request, response) => json(response, 429, {}, { 'retry-after': '120' });
    const until = Date.now() + 120_000;
    for (const session of [open(), open()]) {
      const failure = (await failureOf(session.send(READ))) as { kind: string; until: Date };
      expect(failure.kind).toBe('slowDown');
      expect(Math.abs(failure.until.getTime() - until)).toBeLessThan(5_000);
    }
    expect(vendor.requests).toHaveLength(1);
  });

  it('asks the vendor again where the account was erased and connected anew while it was to be silent', async () => {
    vendor.answer = (_request, response) => json(response, 429, {}, { 'retry-after': '3600' });
    await failureOf(open().send(READ));
    await stage.tenants.acrossTenants().execute('delete from phone_system.request_lease');
    vendor.answer = (_request, response) => json(response, 200, { ok: true });
    expect(await open(AbortSignal.timeout(5_000)).send(READ)).toEqual({ ok: true });
  });

  it('sends again before it is known whose account is asked, and does not sleep through a long wait there either', async () => {
    const tokens = { access: new Secret('access-0'), refresh: null, expiresAt: null };
    const probe = sessions.probe(tokens, provider, NEVER, null);
    failsFirst((_request, response) => json(response, 503, {}));
    expect(await probe.send(READ)).toEqual({ ok: true });
    expect(probe.sent).toHaveLength(2);
    vendor.answer = (_request, response) => json(response, 429, {}, { 'retry-after': '3600' });
    expect(await failureOf(probe.send(READ))).toMatchObject({ kind: 'slowDown' });
    expect(probe.sent).toHaveLength(3);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i, and the token goes nowhere else', async (status) => {
    const elsewhere = await startLoopbackVendor();
    vendor.answer = (_request, response) =>
      void response.writeHead(status, { location: `${elsewhere.baseUrl}/calls` }).end();
    expect(await failureOf(open().send(READ))).toEqual({ kind: 'misconfigured', what: 'base URL' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it.each(['//elsewhere.example/calls', 'https://elsewhere.example/calls', 'calls', '/\\elsewhere.example'])(
    'does not leave the vendor for %j',
    async (path) => {
      expect(await failureOf(open().send({ ...READ, path }))).toMatchObject({ kind: 'misconfigured' });
      expect(vendor.requests).toEqual([]);
    },
  );

  it.each([
    [403, { kind: 'forbidden' }],
    [404, { kind: 'gone' }],
    [400, { kind: 'unreadable', where: 'status 400' }],
  ])('says at once what a %i means', async (status, failure) => {
    vendor.answer = (_request, response) => json(response, status, {});
    expect(await failureOf(open().send(READ))).toEqual(failure);
    expect(vendor.requests).toHaveLength(1);
  });

  it('says where an answer could not be read, and lets failures of the provider through', async () => {
    vendor.answer = (_request, response) => json(response, 200, { calls: [{ name: 'Ann Keller' }] });
    const gone = new ProviderError({ kind: 'restartListing' }, 'Again.');
    const reading = (error: Error): Promise<unknown> =>
      open().send({
        ...READ,
        read: () => {
          throw error;
        },
      });
    expect(await failureOf(reading(new TypeError('no id')))).toEqual({
      kind: 'unreadable',
      where: '/calls',
      sample: '{calls: [{name: string} ×1]}',
    });
    const odd = new ProviderError({ kind: 'unreadable', where: 'page.items' }, 'Odd.');
    expect(await failureOf(reading(odd))).toMatchObject({
      where: 'page.items',
      sample: '{calls: [{name: string} ×1]}',
    });
    expect(await failureOf(reading(gone))).toEqual({ kind: 'restartListing' });
  });

  it('takes nothing for an answer to what changes something', async () => {
    vendor.answer = (_request, response) => void response.writeHead(204).end();
    expect(await open().send({ ...READ, method: 'DELETE' })).toBeNull();
  });

  it('ends at once when it is aborted: while the vendor is silent, while it waits to try again, and before', async () => {
    vendor.answer = () => undefined;
    const silent = new AbortController();
    const waiting = failureOf(open(silent.signal).send(READ));
    await eventually(() => vendor.requests.length === 1);
    silent.abort(new Error('shut down'));
    expect(await waiting).toMatchObject({ message: 'shut down' });

    vendor.answer = (_request, response) => json(response, 429, {}, { 'retry-after': '4' });
    const resting = new AbortController();
    const rested = failureOf(open(resting.signal).send(READ));
    await eventually(() => vendor.requests.length === 2);
    resting.abort(new Error('shut down'));
    expect(String(await rested)).toMatch(/abort|shut down/i);

    expect(await failureOf(open(AbortSignal.abort(new Error('shut down'))).send(READ))).toMatchObject({
      message: 'shut down',
    });
    expect(vendor.requests).toHaveLength(2);
  });

  it('shows no token in what it throws', async () => {
    for (const status of [400, 401, 403, 404, 500]) {
      vendor.answer = (_request, response) => json(response, status, {});
      const error: unknown = await open()
        .send({ ...READ, method: 'POST', body: {} })
        .catch((thrown: unknown) => thrown);
      const { inspect } = await import('node:util');
      expect(inspect(error, { depth: 9 })).not.toMatch(/access-0|refresh-0|client-secret/);
    }
  });
});
