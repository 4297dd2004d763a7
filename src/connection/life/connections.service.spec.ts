import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../../test/support/dialpad-desk.js';
import { eventually, openStage, type Stage } from '../../../test/support/stage.js';
import { ownWebhooks, type PhoneSystemProvider, Secret, type WebhookFacet } from '../../contract/index.js';
import type { PhoneSystemRegistry } from '../../registry/index.js';
import { Connections } from './connections.service.js';
import { takePlace } from './place.js';
import { aCall, aPhoneUser } from '../../../test/support/stored-rows.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  DayScoreEntity,
  FetchWindowEntity,
  PhoneUserEntity,
  RoundEntity,
  WebhookDeliveryEntity,
} from '../../storage/index.js';

const DAY = 86_400_000;

describe('disconnecting', () => {
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

  const by = () => ({ tenantId: desk.tenantId, employeeId: 'e1' });
  const disconnect = (): Promise<void> => desk.connections.disconnect(by(), 'dialpad', { erase: false });
  const connectAs = async (email: string): Promise<string> => await desk.complete(desk.grant(email));

  it('revokes the grant, removes the webhook, forgets the tokens, and keeps the data', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    const connection = await desk.only();
    await stage.tenants.of(desk.tenantId).persist(aPhoneUser(connection, 'u1')).flush();
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await desk.isAlive(tokens)).toBe(false);
    expect([await desk.standing('webhooks'), await desk.standing('subscriptions/call')]).toEqual([[], []]);
    expect(await desk.only()).toMatchObject({
      status: 'disconnected',
      sealedTokens: null,
      sealedWebhookSecret: null,
      webhook: null,
      problem: null,
      accountName: 'Acme',
    });
    expect(await stage.tenants.of(desk.tenantId).count(PhoneUserEntity, {})).toBe(1);
    expect(await desk.connections.selected(desk.tenantId)).toBeNull();
  });

  it('revokes with a fresh token where the stored one has run out', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    const connection = await desk.only();
    const stale = { ...tokens, access: new Secret('run-out') };
    const columns = desk.vault.sealed(connection.id, stale);
    await stage.tenants
      .of(desk.tenantId)
      .nativeUpdate(ConnectionEntity, { id: connection.id }, { ...columns, webhook: null });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await desk.isAlive(tokens)).toBe(false);
  });

  it.each(['status', 'reset'] as const)('ends here whatever the vendor does (%s)', async (kind) => {
    await connectAs('dana@acme.example');
    const answer = kind === 'status' ? { kind, status: 500 } : { kind };
    desk.dialpad.faults.plan({ path: /deauthorize|webhooks|subscriptions|token/, times: Infinity, answer });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    const ended = {
      status: 'disconnected',
      sealedTokens: null,
      problem: {
        kind: 'not-revoked',
        message: expect.stringContaining('remove this app at Dialpad'),
        action: 'reconnect',
      },
    };
    expect(await desk.only()).toMatchObject(ended);
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: true });
    expect(await desk.only()).toMatchObject(ended);
  });

  it('says nothing of the grant where the vendor had taken it back itself, and that its events may go on', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    await fetch(new URL('/oauth2/deauthorize', desk.dialpad.baseUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access.reveal()}` },
    });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await desk.only()).toMatchObject({ status: 'disconnected', problem: { kind: 'not-unsubscribed' } });
  });

  it('has nothing more to ask for where the vendor had taken the grant back itself, and no events were sent', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { webhook: null });
    desk.dialpad.revokeGrants();
    await disconnect();
    expect(await desk.only()).toMatchObject({ status: 'disconnected', problem: null });
  });

  it('takes the events away a second time where the vendor did not at first', async () => {
    await connectAs('dana@acme.example');
    desk.dialpad.faults.plan({ method: 'DELETE', times: 6, answer: { kind: 'status', status: 500 } });
    await disconnect();
    expect([await desk.standing('webhooks'), await desk.standing('subscriptions/call')]).toEqual([[], []]);
    expect(await desk.only()).toMatchObject({ status: 'disconnected', webhook: null, problem: null });
  });

  it('says what is left where the vendor does not take the events away, and does it with the next connect', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    const { webhook } = await desk.only();
    desk.dialpad.faults.plan({ method: 'DELETE', times: Infinity, answer: { kind: 'status', status: 500 } });
    await disconnect();
    expect(await desk.isAlive(tokens)).toBe(false);
    expect(await desk.only()).toMatchObject({
      status: 'disconnected',
      sealedTokens: null,
      sealedWebhookSecret: null,
      webhook,
      problem: {
        kind: 'not-unsubscribed',
        message: expect.stringMatching(/call events.+remove this app at Dialpad/),
        action: 'reconnect',
      },
    });
    desk.dialpad.faults.clear();
    const left = await desk.standing('webhooks');
    expect(left).toHaveLength(1);
    await connectAs('dana@acme.example');
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
    const standing = await desk.standing('webhooks');
    expect(standing).toHaveLength(1);
    expect(standing).not.toEqual(left);
    await disconnect();
    expect(await desk.standing('webhooks')).toEqual([]);
    expect(await desk.only()).toMatchObject({ status: 'disconnected', webhook: null, problem: null });
  });

  it('names both where neither was confirmed', async () => {
    await connectAs('dana@acme.example');
    desk.dialpad.faults.plan({
      path: /deauthorize|webhooks|subscriptions|token/,
      times: Infinity,
      answer: { kind: 'html' },
    });
    await disconnect();
    const { problem } = await desk.only();
    expect(problem).toMatchObject({ kind: 'not-revoked', message: expect.stringMatching(/access.+call events/) });
  });

  describe('while the vendor takes its time', () => {
    let letGo: () => void;
    let isWaiting: boolean;

    beforeEach(() => {
      isWaiting = false;
    });

    /** The vendor's answer to what ends the events is held back until it is let go. */
    const slowly = (): Connections => {
      const held = new Promise<void>((resolve) => (letGo = resolve));
      const facet = ownWebhooks(desk.provider);
      const unsubscribe: WebhookFacet['unsubscribe'] = async (session, standing) => {
        isWaiting = true;
        await held;
        await facet?.unsubscribe(session, standing);
      };
      const webhooks = Object.assign(Object.create(facet ?? null), { unsubscribe }) as WebhookFacet;
      const provider: PhoneSystemProvider = { ...desk.provider, webhooks };
      const registry = { find: () => provider } as unknown as PhoneSystemRegistry;
      return new Connections(stage.tenants, registry, desk.vault, desk.webhooks);
    };

    it.each(['dana@acme.example', 'ida@acme.example'])(
      'leaves a connection alone that somebody made meanwhile (%s), and its grant and events',
      async (email) => {
        await connectAs('dana@acme.example');
        const ending = slowly().disconnect(by(), 'dialpad', { erase: true });
        await eventually(() => isWaiting);
        const tokens = desk.grant(email);
        expect(await desk.complete(tokens)).toBe('connected');
        const made = await desk.only();
        letGo();
        await ending;
        expect(await desk.only()).toEqual(made);
        expect(made).toMatchObject({ status: 'connected', problem: null, accountName: 'Acme' });
        expect(await desk.isAlive(tokens)).toBe(true);
        expect((await desk.standing('webhooks')).map(({ id }) => id)).toEqual([made.webhook?.ids['webhook']]);
      },
    );

    it('leaves a connection alone that somebody made while the grant was being revoked', async () => {
      await connectAs('dana@acme.example');
      const held = new Promise<void>((resolve) => (letGo = resolve));
      const ask = globalThis.fetch;
      jest.spyOn(globalThis, 'fetch').mockImplementation(async (...asked: Parameters<typeof fetch>) => {
        const answer = await ask(...asked);
        isWaiting = asked[0] instanceof URL && asked[0].pathname === '/oauth2/deauthorize';
        if (isWaiting) await held;
        return answer;
      });
      const ending = disconnect();
      await eventually(() => isWaiting);
      jest.restoreAllMocks();
      const tokens = desk.grant('dana@acme.example');
      expect(await desk.complete(tokens)).toBe('connected');
      letGo();
      await ending;
      expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
      expect(await desk.isAlive(tokens)).toBe(true);
      expect(await desk.standing('webhooks')).toHaveLength(1);
    });

    it('ends what is there when it begins, where somebody connected before', async () => {
      await connectAs('dana@acme.example');
      const tokens = desk.grant('ida@acme.example');
      await desk.complete(tokens);
      const ending = slowly().disconnect(by(), 'dialpad', { erase: false });
      await eventually(() => isWaiting);
      letGo();
      await ending;
      expect(await desk.only()).toMatchObject({ status: 'disconnected', problem: null });
      expect(await desk.isAlive(tokens)).toBe(false);
    });

    it('ends it once where two disconnect at the same time, and erases where one of them asks for that', async () => {
      await connectAs('dana@acme.example');
      const both = [slowly().disconnect(by(), 'dialpad', { erase: false })];
      await eventually(() => isWaiting);
      both.push(desk.connections.disconnect(by(), 'dialpad', { erase: true }));
      await both[1];
      letGo();
      await both[0];
      expect(await desk.only()).toMatchObject({ status: 'disconnected', problem: null, accountName: '' });
    });
  });

  it('never gives a place away a second time, although workers took theirs since the connection was read', async () => {
    await connectAs('dana@acme.example');
    const asRead = await desk.only();
    for (let worker = 0; worker < 3; worker++) await takePlace(stage.tenants, asRead);
    const { fence } = await desk.only();
    jest.spyOn(desk.connections, 'find').mockResolvedValueOnce(asRead);
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect((await desk.only()).fence).toBeGreaterThan(fence);
  });

  it('is no error a second time, nor where there never was a connection', async () => {
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: true });
    await connectAs('dana@acme.example');
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect((await desk.only()).status).toBe('disconnected');
  });

  it('lays its open rounds to rest, with a sentence, until it is connected again', async () => {
    await connectAs('dana@acme.example');
    const { id: connectionId } = await desk.only();
    const em = stage.tenants.of(desk.tenantId);
    const [own, now] = [{ id: randomUUID(), tenantId: desk.tenantId, connectionId }, new Date()];
    await em.insert(RoundEntity, { ...own, kind: 'history', fromAt: now, toAt: now, startedAt: now });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await em.fork().find(RoundEntity, { connectionId })).toMatchObject([
      { outcome: 'parked', problem: { message: expect.stringContaining('once it is connected again') } },
    ]);
    expect(await connectAs('dana@acme.example')).toBe('connected');
    expect(await em.fork().find(RoundEntity, { connectionId })).toMatchObject([{ outcome: 'running', problem: null }]);
  });

  it('leaves with erasing nothing but that there was one, marks the scored days, and starts anew after it', async () => {
    await connectAs('dana@acme.example');
    const connection = await desk.only();
    const em = stage.tenants.of(desk.tenantId);
    em.persist([aPhoneUser(connection, 'u1'), aCall(connection, 'u1', '2026-11-20T15:00:00Z', '2026-11-20T15:10:00Z')]);
    await em.flush();
    const own = { tenantId: desk.tenantId, connectionId: connection.id };
    const [roundId, now] = [randomUUID(), new Date()];
    await em.insert(RoundEntity, { ...own, id: roundId, kind: 'history', fromAt: now, toAt: now, startedAt: now });
    await em.insert(FetchWindowEntity, { ...own, id: randomUUID(), roundId, fromAt: now, toAt: now });
    await em.insert(WebhookDeliveryEntity, { ...own, id: randomUUID(), events: [], receivedAt: now });
    await em.execute(
      `insert into phone_system.mapping (id, tenant_id, connection_id, employee_id, source) values (?, ?, ?, 'e1', 'auto')`,
      [randomUUID(), desk.tenantId, connection.id],
    );
    await em.execute(
      `insert into phone_system.day_score (tenant_id, employee_id, day, score, counted_ms, inputs, because, revision)
       values (?, 'e1', '2026-11-20', '10.00', 600000, '[]', '[]', 1)`,
      [desk.tenantId],
    );
    await em.nativeUpdate(
      ConnectionEntity,
      { id: connection.id },
      { completeUntil: now, lastFetchAt: now, historyFrom: new Date(now.getTime() - 300 * DAY) },
    );

    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: true });

    for (const entity of [CallRecordEntity, PhoneUserEntity, RoundEntity, FetchWindowEntity, WebhookDeliveryEntity]) {
      expect(await stage.tenants.of(desk.tenantId).count<object>(entity, {})).toBe(0);
    }
    expect(await desk.only()).toMatchObject({
      status: 'disconnected',
      accountName: '',
      accountDomains: [],
      completeUntil: null,
      lastFetchAt: null,
    });
    expect(await stage.tenants.of(desk.tenantId).find(DayScoreEntity, {})).toMatchObject([
      { day: '2026-11-20', score: '0.00', countedMs: 0, listed: 0, revision: 2 },
    ]);
    const [marked] = await em.execute<{ n: number }[]>(
      `select count(*)::int as n from phone_system.changed_employee_day where tenant_id = ? and employee_id = 'e1' and day = '2026-11-20'`,
      [desk.tenantId],
    );
    expect(marked?.n).toBe(1);

    expect(await connectAs('dana@acme.example')).toBe('connected');
    expect((await desk.only()).historyFrom.getTime()).toBeGreaterThan(Date.now() - 31 * DAY);
  });

  it('leaves no grant alive where a refresh is under way', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    const connection = await desk.only();
    const client = desk.provider.client;
    if (client === null) throw new Error('There is no client.');
    const refreshing = desk.vault
      .access(connection, desk.provider, client, new AbortController().signal, tokens.access)
      .catch(() => tokens.access);
    await eventually(() => desk.dialpad.requests.some(({ path }) => path === '/oauth2/token'));
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await desk.isAlive({ ...tokens, access: await refreshing })).toBe(false);
    expect(await desk.only()).toMatchObject({ status: 'disconnected', sealedTokens: null });
  });
});
