import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { json, type LoopbackVendor, providerOf, startLoopbackVendor } from '../../test/support/loopback-vendor.js';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { Secret } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { TokenKeys } from './token-keys.service.js';
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

  it('tries later with the old refresh token when the vendor is out of order', async () => {
    const healthy = vendor.answer;
    vendor.answer = (_request, response) => json(response, 500, {});
    await expect(access('access-0')).rejects.toMatchObject({ failure: { kind: 'tryLater' } });
    expect(await stored()).toEqual(['access-0', 'refresh-0']);
    vendor.answer = healthy;
    expect(await access('access-0')).toBe('access-1');
  });

  it('keeps the refresh token where the vendor gives no new one', async () => {
    vendor.answer = (_request, response) => json(response, 200, { access_token: 'access-9' });
    expect(await access('access-0')).toBe('access-9');
    expect(await stored()).toEqual(['access-9', 'refresh-0']);
  });

  it('offers the new pair to the database again where that was away for a moment', async () => {
    class AwayOnce extends TenantDatabase {
      failures = 1;
      override of(tenantId: string): SqlEntityManager {
        const em = super.of(tenantId);
        const update = em.nativeUpdate.bind(em);
        em.nativeUpdate = ((...args: Parameters<typeof update>) =>
          this.failures-- > 0 ? Promise.reject(new Error('connection lost')) : update(...args)) as typeof update;
        return em;
      }
    }
    expect(await access('access-0', NEVER, new TokenVault(new AwayOnce(stage.orm), keys, metrics))).toBe('access-1');
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
});
