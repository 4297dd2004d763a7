import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../../test/support/dialpad-desk.js';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { OVERALL_BUDGET, type TenantTerms } from '../../contract/index.js';
import { ConnectionEntity } from '../../storage/index.js';
import { acme } from '../../testing/simulator/index.js';

const DAY = 86_400_000;

describe('connecting an account', () => {
  let stage: Stage;
  let desk: DialpadDesk;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ publicUrl: 'http://127.0.0.1:3000' });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
  });

  afterEach(async () => {
    await desk.close();
  });

  const connectAs = async (email: string, tenant = desk.tenantId): Promise<string> =>
    await desk.complete(desk.grant(email), tenant);

  it('keeps a grant that fits: the account, who connected it, and sealed tokens that work', async () => {
    const tokens = desk.grant('dana@acme.example');
    expect(await desk.complete(tokens)).toBe('connected');
    const connection = await desk.only();
    expect(connection).toMatchObject({
      status: 'connected',
      providerKey: 'dialpad',
      accountExternalId: acme.id,
      accountName: 'Acme',
      accountDomains: ['acme.example'],
      connectedBy: 'e1',
      problem: null,
      nextNearAt: null,
    });
    expect(connection.historyFrom.getTime()).toBeLessThanOrEqual(Date.now() - 30 * DAY + 60_000);
    expect(connection.sealedTokens).not.toContain(tokens.access.reveal());
    expect((await desk.vault.read(connection))?.access.reveal()).toBe(tokens.access.reveal());
    expect(await desk.isAlive(tokens)).toBe(true);
  });

  it('has the vendor tell about calls, with a secret that is stored sealed', async () => {
    await connectAs('dana@acme.example');
    const { webhook, sealedWebhookSecret } = await desk.only();
    expect(webhook).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/api\/phone-systems\/dialpad\/hooks\//),
      ids: { webhook: expect.any(String), subscription: expect.any(String) },
    });
    expect(sealedWebhookSecret).toMatch(/^v1\./);
  });

  it('is connected all the same where the vendor refuses to tell about calls', async () => {
    desk.dialpad.faults.plan({ path: /webhooks/, times: Infinity, answer: { kind: 'status', status: 403 } });
    expect(await connectAs('dana@acme.example')).toBe('connected');
    expect(await desk.only()).toMatchObject({ status: 'connected', webhook: { ids: {} } });
  });

  it('leaves one subscription at the vendor where answers to making it were lost', async () => {
    for (const path of ['/api/v2/webhooks', '/api/v2/subscriptions/call']) {
      desk.dialpad.faults.plan({ path, method: 'POST', answer: { kind: 'lostAnswer' } });
    }
    expect(await connectAs('dana@acme.example')).toBe('connected');
    const { webhook } = await desk.only();
    const [hook, ...hooks] = await desk.standing('webhooks');
    const [subscription, ...subscriptions] = await desk.standing('subscriptions/call');
    expect([hooks, subscriptions]).toEqual([[], []]);
    expect(webhook?.ids).toEqual({ webhook: hook?.id, subscription: subscription?.id });
    expect(hook?.hook_url).toBe(webhook?.url);
  });

  it('takes away what a subscription left that failed half-way', async () => {
    desk.dialpad.faults.plan({
      path: '/api/v2/subscriptions/call',
      method: 'POST',
      times: Infinity,
      answer: { kind: 'status', status: 403 },
    });
    expect(await connectAs('dana@acme.example')).toBe('connected');
    expect(await desk.only()).toMatchObject({ status: 'connected', webhook: null, sealedWebhookSecret: null });
    expect(await desk.standing('webhooks')).toEqual([]);
  });

  it('takes away with the next connection what the vendor could not be told to remove with the last', async () => {
    await connectAs('dana@acme.example');
    desk.dialpad.faults.plan({
      path: /webhooks|subscriptions/,
      times: Infinity,
      answer: { kind: 'status', status: 500 },
    });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    desk.dialpad.faults.clear();
    expect(await connectAs('dana@acme.example')).toBe('connected');
    const { webhook } = await desk.only();
    expect(await desk.standing('webhooks')).toMatchObject([{ id: webhook?.ids['webhook'] }]);
    expect(await desk.standing('subscriptions/call')).toMatchObject([{ id: webhook?.ids['subscription'] }]);
  });

  describe('refuses, keeps nothing, and gives the grant back to the vendor:', () => {
    afterEach(async () => {
      expect(await desk.rows()).toEqual([]);
    });

    it.each<[string, Partial<TenantTerms>, string]>([
      ['no_licence', { phoneSystemLicence: false }, 'dana@acme.example'],
      ['wrong_domain', { domains: ['globex.example'] }, 'dana@acme.example'],
      ['wrong_domain', { domains: [] }, 'dana@acme.example'],
      ['wrong_domain', { domains: ['sub.acme.example'] }, 'dana@acme.example'],
      ['not_an_admin', {}, 'lee@acme.example'],
    ])('%s for %j and %s', async (outcome, given, email) => {
      desk.terms = () => given;
      const tokens = desk.grant(email);
      expect(await desk.complete(tokens)).toBe(outcome);
      expect(await desk.isAlive(tokens)).toBe(false);
    });

    it('scope_missing where the vendor refuses calls', async () => {
      const tokens = desk.grant('dana@acme.example', ['offline_access']);
      expect(await desk.complete(tokens)).toBe('scope_missing');
      expect(await desk.isAlive(tokens)).toBe(false);
    });

    it('not_an_admin where the company is suspended', async () => {
      desk.dialpad.setCompanyState('acme.example', 'suspended');
      const tokens = desk.grant('dana@acme.example');
      expect(await desk.complete(tokens)).toBe('not_an_admin');
      expect(await desk.isAlive(tokens)).toBe(false);
    });

    it('vendor_error where the vendor does not say whose account it is', async () => {
      desk.dialpad.faults.plan({ path: '/api/v2/company', times: Infinity, answer: { kind: 'html' } });
      const tokens = desk.grant('dana@acme.example');
      expect(await desk.complete(tokens)).toBe('vendor_error');
      expect(await desk.isAlive(tokens)).toBe(false);
    });

    it('what fails on our side: the failure is told, and the grant goes back all the same', async () => {
      const tokens = desk.grant('dana@acme.example');
      desk.terms = () => {
        throw new Error('The host is away.');
      };
      await expect(desk.complete(tokens)).rejects.toThrow('The host is away.');
      expect(await desk.isAlive(tokens)).toBe(false);
    });
  });

  it('says before anybody leaves for the vendor that the terms allow nothing', async () => {
    expect(await desk.connecting.refusalBefore(desk.tenantId)).toBeNull();
    desk.terms = () => ({ phoneSystemLicence: false });
    expect(await desk.connecting.refusalBefore(desk.tenantId)).toBe('no_licence');
  });

  it('refuses a second account until the first is disconnected, and the first goes on working', async () => {
    desk.terms = () => ({ domains: ['acme.example', 'globex.example'] });
    await connectAs('dana@acme.example');
    const before = await desk.only();
    const globexAdmin = desk.dialpad.company('globex.example').users.find(({ isAdmin }) => isAdmin)?.emails[0] ?? '';
    const second = desk.grant(globexAdmin);
    expect(await desk.complete(second)).toBe('already_connected');
    expect(await desk.isAlive(second)).toBe(false);
    const after = await desk.only();
    expect(after.sealedTokens).toBe(before.sealedTokens);
    const kept = await desk.vault.read(after);
    expect(kept !== null && (await desk.isAlive(kept))).toBe(true);
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await connectAs(globexAdmin)).toBe('connected');
  });

  it("refuses an account that another tenant has, and does not end that one's grant, be it the same person's", async () => {
    const other = randomUUID();
    const first = desk.grant('dana@acme.example');
    expect(await desk.complete(first, other)).toBe('connected');
    expect(await connectAs('dana@acme.example')).toBe('account_in_use');
    desk.terms = () => ({ domains: ['globex.example'] });
    expect(await connectAs('dana@acme.example')).toBe('wrong_domain');
    expect(await desk.rows()).toEqual([]);
    expect(await desk.isAlive(first)).toBe(true);
    desk.terms = () => ({});
    await desk.connections.disconnect({ tenantId: other, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await connectAs('ida@acme.example')).toBe('connected');
  });

  it("does not end the grant that works where the vendor does not say whose the new one is, be it the same person's", async () => {
    const first = desk.grant('dana@acme.example');
    expect(await desk.complete(first)).toBe('connected');
    desk.dialpad.faults.plan({ path: '/api/v2/company', times: Infinity, answer: { kind: 'html' } });
    expect(await connectAs('dana@acme.example')).toBe('vendor_error');
    desk.dialpad.faults.clear();
    expect(await desk.isAlive(first)).toBe(true);
  });

  it('asks whose a new grant is within the limit of the account that is connected', async () => {
    expect(await connectAs('dana@acme.example')).toBe('connected');
    const account = `dialpad:${acme.id}`;
    const tables = stage.tenants.acrossTenants();
    const sent = async (): Promise<number> => {
      const [row] = await tables.execute<{ used: string }[]>(
        'select used::text from phone_system.request_lease where account = ?',
        [account],
      );
      const used = JSON.parse(row?.used ?? '{}') as Record<string, { readonly sent: readonly unknown[] } | undefined>;
      return used[OVERALL_BUDGET]?.sent.length ?? 0;
    };
    await tables.execute('delete from phone_system.request_lease where account = ?', [account]);
    expect(await sent()).toBe(0);
    expect(await connectAs('ida@acme.example')).toBe('connected');
    expect(await sent()).toBeGreaterThan(0);
  });

  it('gives one account to one of several tenants that connect it at once', async () => {
    const tenants = Array.from({ length: 4 }, () => randomUUID());
    const outcomes = await Promise.all(tenants.map((tenant) => connectAs('dana@acme.example', tenant)));
    expect(outcomes.sort()).toEqual(['account_in_use', 'account_in_use', 'account_in_use', 'connected']);
    const selected = await Promise.all(tenants.map((tenant) => desk.connections.selected(tenant)));
    expect(selected.filter((key) => key !== null)).toEqual(['dialpad']);
  });

  it('is one connection where two administrators of a tenant connect the account at once', async () => {
    const outcomes = await Promise.all(['dana@acme.example', 'ida@acme.example'].map((email) => connectAs(email)));
    expect(outcomes).toEqual(['connected', 'connected']);
    const kept = await desk.vault.read(await desk.only());
    expect(kept !== null && (await desk.isAlive(kept))).toBe(true);
  });

  it('takes a new grant for the account it has, keeps its past, and takes its place from who works on it', async () => {
    await connectAs('dana@acme.example');
    const before = await desk.only();
    const completeUntil = new Date('2026-11-20T00:00:00Z');
    await stage.tenants.of(desk.tenantId).nativeUpdate(
      ConnectionEntity,
      { id: before.id },
      {
        status: 'needs-reconnect',
        completeUntil,
        nextNearAt: new Date(Date.now() + DAY),
        nextFarAt: new Date(Date.now() + DAY),
        problem: { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' },
      },
    );
    expect(await connectAs('ida@acme.example')).toBe('connected');
    const after = await desk.only();
    expect(after).toMatchObject({
      id: before.id,
      status: 'connected',
      problem: null,
      completeUntil,
      historyFrom: before.historyFrom,
      nextNearAt: null,
      nextFarAt: null,
    });
    expect(after.fence).toBeGreaterThan(before.fence);
  });
});
