import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../../test/support/stage.js';
import type { Caller } from '../../contract/index.js';
import { ConnectAttempts } from './connect-attempts.service.js';
import { TokenKeys } from '../../access/token-keys.service.js';

describe('an attempt to connect', () => {
  let stage: Stage;
  let attempts: ConnectAttempts;
  let other: ConnectAttempts;
  let caller: Caller;

  beforeAll(async () => {
    stage = await openStage();
    const keys = new TokenKeys(stage.settings);
    attempts = new ConnectAttempts(stage.tenants, keys);
    other = new ConnectAttempts((await stage.anotherCopy()).tenants, keys);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    caller = { tenantId: randomUUID(), employeeId: 'e1', role: 'admin' };
  });

  const begin = async (verifier: string | undefined = 'verifier'): Promise<string> =>
    await attempts.begin(caller, 'dialpad', '/settings', 'browser', verifier);
  const letTimePass = async (seconds: number): Promise<void> => {
    await stage.tenants
      .acrossTenants()
      .execute(`update phone_system.connect_attempt set expires_at = expires_at - ? * interval '1 second'`, [seconds]);
  };

  it('is finished once, by the browser that began it, on whichever copy of the host', async () => {
    const state = await begin();
    const copies = [attempts, other, attempts, other];
    const taken = await Promise.all(copies.map((copy) => copy.take(state, 'browser', 'dialpad')));
    const valid = taken.flatMap((each) => (each.kind === 'valid' ? [each.attempt] : []));
    expect(valid).toMatchObject([
      { tenantId: caller.tenantId, employeeId: 'e1', providerKey: 'dialpad', returnTo: '/settings' },
    ]);
    expect(valid[0]?.verifier?.reveal()).toBe('verifier');
    expect(taken.filter(({ kind }) => kind === 'repeated')).toHaveLength(3);
    expect(await attempts.take(state, 'browser', 'dialpad')).toMatchObject({
      kind: 'repeated',
      attempt: { returnTo: '/settings', verifier: null },
    });
  });

  it('tells the same browser what it came to, also while it is still coming to it, for ten minutes', async () => {
    const state = await begin();
    await attempts.take(state, 'browser', 'dialpad');
    const told = other.outcomeOf(state);
    await attempts.end(state, 'wrong_domain');
    expect([await told, await other.outcomeOf(state)]).toEqual(['wrong_domain', 'wrong_domain']);
    expect(await attempts.take(state, 'another', 'dialpad')).toEqual({ kind: 'unknown' });
    await letTimePass(601);
    expect(await attempts.take(state, 'browser', 'dialpad')).toEqual({ kind: 'unknown' });
  });

  it('is unknown to another browser, to none, and at another phone system, and stays good for its own', async () => {
    const state = await begin();
    for (const [stateBack, browser, key] of [
      [state, 'another', 'dialpad'],
      [state, undefined, 'dialpad'],
      [state, 'browser', 'example-phone'],
      ['', 'browser', 'dialpad'],
      ['made-up', 'browser', 'dialpad'],
    ] as const) {
      expect(await attempts.take(stateBack, browser, key)).toEqual({ kind: 'unknown' });
    }
    expect((await attempts.take(state, 'browser', 'dialpad')).kind).toBe('valid');
  });

  it('needs no verifier where the vendor takes none', async () => {
    const state = await attempts.begin(caller, 'dialpad', '/settings', 'browser', undefined);
    expect(await attempts.take(state, 'browser', 'dialpad')).toMatchObject({ attempt: { verifier: null } });
  });

  it('is good for ten minutes, and can after them still say where to lead back to, once', async () => {
    const [young, old] = [await begin(), await begin()];
    await letTimePass(590);
    expect((await attempts.take(young, 'browser', 'dialpad')).kind).toBe('valid');
    await letTimePass(11);
    expect(await attempts.take(old, 'browser', 'dialpad')).toMatchObject({
      kind: 'expired',
      attempt: { returnTo: '/settings' },
    });
    expect(await attempts.take(old, 'browser', 'dialpad')).toEqual({ kind: 'unknown' });
  });

  it('is forgotten after a day', async () => {
    const state = await begin();
    await letTimePass(25 * 3_600);
    await begin();
    expect(await attempts.take(state, 'browser', 'dialpad')).toEqual({ kind: 'unknown' });
  });

  it('is stored so that nobody can finish it with what the table holds', async () => {
    const state = await begin();
    const rows = await stage.tenants
      .acrossTenants()
      .execute<object[]>('select * from phone_system.connect_attempt where tenant_id = ?', [caller.tenantId]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(state);
    expect(JSON.stringify(rows)).not.toMatch(/"(browser|verifier)"/);
  });
});
