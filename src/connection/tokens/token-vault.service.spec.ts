import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { json, type LoopbackVendor, providerOf, startLoopbackVendor } from '../../../test/support/loopback-vendor.js';
import { eventually, openStage, type Stage } from '../../../test/support/stage.js';
import { aConnection } from '../../../test/support/stored-rows.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { Secret } from '../../contract/index.js';
import { PhoneSystemMetrics } from '../../metrics/index.js';
import { ConnectionEntity } from '../../storage/index.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { TokenVault } from './token-vault.service.js';
import type { Tokens } from './tokens.js';

const NEVER = new AbortController().signal;
const tokens = (access: string, refresh: string | null, expiresAt: Date | null = null): Tokens => ({
  access: new Secret(access),
  refresh: refresh === null ? null : new Secret(refresh),
  expiresAt,
});

describe('the token vault', () => {
  let stage: Stage;
  const metrics = new PhoneSystemMetrics();
  let keys: TokenKeys;
  let vault: TokenVault;
  let vendor: LoopbackVendor;
  let connection: ConnectionEntity;
  let valid: string;
  let issued: number;

  /** As a vendor that rotates: a refresh token is good for one pair. */
  const rotate = (body: string): { status: number; body: object } => {
    if (new URLSearchParams(body).get('refresh_token') !== valid)
      return { status: 400, body: { error: 'invalid_grant' } };
    issued += 1;
    valid = `refresh-${issued}`;
    return { status: 200, body: { access_token: `access-${issued}`, refresh_token: valid, expires_in: 3600 } };
  };

  const store = async (stored: Tokens | null): Promise<void> => {
    const columns = stored === null ? { sealedTokens: null } : vault.sealed(connection.id, stored);
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, columns);
  };
  const stored = async (): Promise<string[]> => {
    const pair = await vault.read(connection);
    return pair === null ? [] : [pair.access.reveal(), pair.refresh?.reveal() ?? 'none'];
  };
  const access = async (refused?: string, signal = NEVER, from = vault): Promise<string> => {
    const secret = refused === undefined ? undefined : new Secret(refused);
    return (await from.access(connection, providerOf(vendor.client), vendor.client, signal, secret)).reveal();
  };
  const leaseOf = async (): Promise<Date | null> =>
    (await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id }))
      .refreshingUntil;

  const statusOf = async (): Promise<string> =>
    (await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id })).status;
  /** As if the copy that holds it had been paused for longer than it lasts. */
  const endLease = async (): Promise<void> => {
    await stage.tenants
      .of(connection.tenantId)
      .nativeUpdate(ConnectionEntity, { id: connection.id }, { refreshingUntil: new Date(0) });
  };

  beforeAll(async () => {
    stage = await openStage();
    keys = new TokenKeys(stage.settings);
    vendor = await startLoopbackVendor();
  });

  afterAll(async () => {
    await vendor.close();
    await stage.close();
  });

  beforeEach(async () => {
    vault = new TokenVault(stage.tenants, keys, metrics);
    vendor.requests.length = 0;
    vendor.answer = ({ body }, response) => {
      const answer = rotate(body);
      json(response, answer.status, answer.body);
    };
    [valid, issued] = ['refresh-0', 0];
    connection = aConnection(randomUUID());
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    await store(tokens('access-0', 'refresh-0'));
  });

  it('gives the stored token as long as it is good, without asking anybody', async () => {
    await store(tokens('access-0', 'refresh-0', new Date(Date.now() + 60_000)));
    expect(await access()).toBe('access-0');
    expect(vendor.requests).toEqual([]);
  });

  it('keeps tokens unreadable in the database', async () => {
    const row = await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
    expect(row.sealedTokens).not.toMatch(/access-0|refresh-0/);
  });

  it('renews a token that runs out before the vendor refuses it', async () => {
    await store(tokens('access-0', 'refresh-0', new Date(Date.now() - 1)));
    expect(await access()).toBe('access-1');
  });

  it('refreshes once, however many requests saw the refusal, over two copies of the host', async () => {
    const other = new TokenVault((await stage.anotherCopy()).tenants, keys, metrics);
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, index) => access('access-0', NEVER, index % 2 === 0 ? vault : other)),
    );
    expect(new Set(all)).toEqual(new Set(['access-1']));
    expect(vendor.requests).toHaveLength(1);
    expect(await stored()).toEqual(['access-1', 'refresh-1']);
    expect(await leaseOf()).toBeNull();
  });

  it('gives whoever comes late with an old refusal the pair that is there already', async () => {
    await access('access-0');
    expect(await access('access-0')).toBe('access-1');
    expect(vendor.requests).toHaveLength(1);
  });

  it('has stored the new pair before anybody gets it', async () => {
    const seen = await access('access-0').then(async (token) => [token, ...(await stored())]);
    expect(seen).toEqual(['access-1', 'access-1', 'refresh-1']);
  });

  it('asks to reconnect when the vendor refuses the refresh', async () => {
    valid = 'another';
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'reconnect', reason: 'refused' } });
    expect(await leaseOf()).toBeNull();
  });

  it('notes with the refusal that the connection needs somebody, and asks the vendor no more', async () => {
    valid = 'another';
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    expect(await statusOf()).toBe('needs-reconnect');
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    await expect(access()).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    expect(vendor.requests).toHaveLength(1);
  });

  it('asks to reconnect where there is nothing to refresh with, and where the tokens are gone', async () => {
    await store(tokens('access-0', null));
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    await store(null);
    await expect(access()).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    expect(vendor.requests).toEqual([]);
  });

  it('blames the operator, not the grant, where the vendor does not know the client', async () => {
    vendor.answer = (_request, response) => json(response, 401, { error: 'invalid_client' });
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'misconfigured' } });
    expect(await stored()).toEqual(['access-0', 'refresh-0']);
  });

  it.each<[string, LoopbackVendor['answer']]>([
    ['a 500', (_request, response) => json(response, 500, {})],
    ['a 429', (_request, response) => json(response, 429, {})],
    ['a bare 403', (_request, response) => void response.writeHead(403).end()],
    ['a 403 in JSON', (_request, response) => json(response, 403, {})],
    ['an empty 400', (_request, response) => void response.writeHead(400).end()],
    ['an empty 401', (_request, response) => void response.writeHead(401).end()],
    ['the API’s own error', (_request, response) => json(response, 401, { error: { code: 401, message: 'no' } })],
    ['a 404', (_request, response) => json(response, 404, {})],
    ['a 405', (_request, response) => void response.writeHead(405).end()],
    ['a 410', (_request, response) => json(response, 410, {})],
    ['a 200 without a token', (_request, response) => json(response, 200, { error: { code: 500 } })],
    ["a proxy's 403", (_request, response) => void response.writeHead(403).end('<html>Forbidden</html>')],
    ['a 400 that is of the moment', (_request, response) => json(response, 400, { error: 'temporarily_unavailable' })],
    ["a proxy's page", (_request, response) => void response.end('<html>Welcome</html>')],
    ['a reset', (_request, response) => void response.socket?.resetAndDestroy()],
  ])('tries later with the old refresh token after %s', async (_what, fail) => {
    const healthy = vendor.answer;
    vendor.answer = fail;
    await expect(access('access-0')).rejects.toMatchObject({
      failure: { kind: expect.stringMatching(/^(tryLater|slowDown)$/) },
    });
    expect(await stored()).toEqual(['access-0', 'refresh-0']);
    expect(await statusOf()).toBe('connected');
    vendor.answer = healthy;
    expect(await access('access-0')).toBe('access-1');
  });

  it('keeps the refresh token where the vendor gives no new one', async () => {
    vendor.answer = (_request, response) => json(response, 200, { access_token: 'access-9' });
    expect(await access('access-0')).toBe('access-9');
    expect(await stored()).toEqual(['access-9', 'refresh-0']);
  });

  it.each(['1e18', '1e400', '"1e400"', '"Infinity"', '-1', '0', '"soon"', 'null', '[3600]'])(
    'keeps the new pair where it is said to last %s seconds',
    async (expiresIn) => {
      vendor.answer = (_request, response) =>
        void response.end(`{"access_token":"access-9","refresh_token":"refresh-9","expires_in":${expiresIn}}`);
      expect(await access('access-0')).toBe('access-9');
      expect(await stored()).toEqual(['access-9', 'refresh-9']);
      expect(await access()).toBe('access-9');
      expect(vendor.requests).toHaveLength(1);
    },
  );

  it('offers the new pair to the database again where that was away for a moment', async () => {
    let failures = 0;
    class Away extends TenantDatabase {
      override of(tenantId: string): SqlEntityManager {
        if (failures-- > 0) throw new Error('connection lost');
        return super.of(tenantId);
      }
    }
    vendor.answer = ({ body }, response) => {
      failures = 2;
      json(response, 200, rotate(body).body);
    };
    expect(await access('access-0', NEVER, new TokenVault(new Away(stage.orm), keys, metrics))).toBe('access-1');
    expect(await stored()).toEqual(['access-1', 'refresh-1']);
  });

  it('stores the new pair where the old one was sealed with another key during the refresh', async () => {
    vendor.answer = async ({ body }, response) => {
      await store(tokens('access-0', 'refresh-0'));
      json(response, 200, rotate(body).body);
    };
    expect(await access('access-0')).toBe('access-1');
    expect(await stored()).toEqual(['access-1', 'refresh-1']);
  });

  it('does not overwrite the grant of an administrator who connected anew meanwhile', async () => {
    vendor.answer = async ({ body }, response) => {
      await store(tokens('access-new', 'refresh-new'));
      json(response, 200, rotate(body).body);
    };
    expect(await access('access-0')).toBe('access-new');
    expect(await stored()).toEqual(['access-new', 'refresh-new']);
  });

  it('gives the new pair back to the vendor where the connection was ended meanwhile', async () => {
    vendor.answer = async ({ path, body }, response) => {
      if (path === '/oauth/token') await store(null);
      json(response, 200, path === '/oauth/token' ? rotate(body).body : {});
    };
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
    expect(vendor.requests.at(-1)).toMatchObject({ path: '/oauth/revoke', authorization: 'Bearer access-1' });
    expect(await stored()).toEqual([]);
  });

  it('waits for another copy that is refreshing, no longer than that one may hold on', async () => {
    await stage.tenants
      .of(connection.tenantId)
      .execute(
        `update phone_system.connection set refreshing_until = clock_timestamp() + interval '300 ms' where id = ?`,
        [connection.id],
      );
    expect(await access('access-0')).toBe('access-1');
  });

  it('does not end the lease of the copy that took over from it', async () => {
    const theirs = new Date(Date.now() + 3_600_000);
    vendor.answer = async ({ body }, response) => {
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, { id: connection.id }, { refreshingUntil: theirs });
      json(response, 200, rotate(body).body);
    };
    await access('access-0');
    expect(await leaseOf()).toEqual(theirs);
  });

  describe('while the vendor takes its time over a refresh', () => {
    let letGo: () => void;

    beforeEach(() => {
      const held = new Promise<void>((resolve) => (letGo = resolve));
      vendor.answer = async ({ body }, response) => {
        await held;
        json(response, 200, rotate(body).body);
      };
    });

    it('lets go of who is no longer wanted, and keeps the answer all the same', async () => {
      const abort = new AbortController();
      const waiting = access('access-0', abort.signal);
      await eventually(() => vendor.requests.length === 1);
      abort.abort(new Error('shut down'));
      await expect(waiting).rejects.toThrow('shut down');
      letGo();
      await eventually(async () => (await stored())[0] === 'access-1');
    });

    it('keeps the host from closing the database before the answer is stored', async () => {
      const abort = new AbortController();
      const waiting = expect(access('access-0', abort.signal)).rejects.toThrow('shut down');
      await eventually(() => vendor.requests.length === 1);
      abort.abort(new Error('shut down'));
      const closed = vault.beforeApplicationShutdown();
      letGo();
      await closed;
      expect(await stored()).toEqual(['access-1', 'refresh-1']);
      await waiting;
    });
  });

  describe('where a copy was paused for longer than its lease, and wakes', () => {
    let other: TokenVault;

    beforeEach(async () => {
      other = new TokenVault((await stage.anotherCopy()).tenants, keys, metrics);
    });

    /** The first request's answer waits until it is let go; the others are answered at once. */
    const holdFirst = (answerBeforePause: boolean): (() => void) => {
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      vendor.answer = async ({ body }, response) => {
        const isFirst = vendor.requests.length === 1;
        const early = answerBeforePause ? rotate(body) : undefined;
        if (isFirst) await held;
        const { status, body: pair } = early ?? rotate(body);
        json(response, status, pair);
      };
      return letGo;
    };

    it('takes the pair that another copy got meanwhile, though its own came too late', async () => {
      const letGo = holdFirst(false);
      const paused = access('access-0');
      await eventually(() => vendor.requests.length === 1);
      await endLease();
      expect(await access('access-0', NEVER, other)).toBe('access-1');
      letGo();
      expect(await paused).toBe('access-1');
      expect(await stored()).toEqual(['access-1', 'refresh-1']);
      expect(await statusOf()).toBe('connected');
    });

    it('brings back a connection that another copy gave up because the pair was already spent', async () => {
      const letGo = holdFirst(true);
      const paused = access('access-0');
      await eventually(() => vendor.requests.length === 1);
      await endLease();
      await expect(access('access-0', NEVER, other)).rejects.toMatchObject({ failure: { kind: 'reconnect' } });
      expect(await statusOf()).toBe('needs-reconnect');
      letGo();
      expect(await paused).toBe('access-1');
      expect(await stored()).toEqual(['access-1', 'refresh-1']);
      expect(await statusOf()).toBe('connected');
    });

    it('spends nothing, and looks again, where it was paused before it asked', async () => {
      let pauses = 1;
      class Paused extends TenantDatabase {
        override of(tenantId: string): SqlEntityManager {
          const em = super.of(tenantId);
          const find = em.findOne.bind(em);
          em.findOne = (async (...args: Parameters<typeof find>) => {
            const row = await find(...args);
            // Between reading the pair, under the lease, and spending it.
            if ((await leaseOf()) !== null && pauses-- > 0) {
              await endLease();
              await access('access-0', NEVER, other);
              now.mockReturnValue(performance.timeOrigin + 3_600_000);
            }
            return row;
          }) as typeof find;
          return em;
        }
      }
      const now = jest.spyOn(performance, 'now');
      const late = new TokenVault(new Paused(stage.orm), keys, metrics);
      expect(await access('access-0', NEVER, late)).toBe('access-1');
      expect(vendor.requests).toHaveLength(1);
      now.mockRestore();
    });
  });
});
