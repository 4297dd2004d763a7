import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import { Secret } from '../contract/index.js';
import { takePlace } from './place.js';
import { aCall, aPhoneUser } from '../../test/support/stored-rows.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  DayScoreEntity,
  FetchWindowEntity,
  PhoneUserEntity,
  RoundEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';

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

  it('has nothing more to ask for where the vendor had taken the grant back itself', async () => {
    const tokens = desk.grant('dana@acme.example');
    await desk.complete(tokens);
    await fetch(new URL('/oauth2/deauthorize', desk.dialpad.baseUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access.reveal()}` },
    });
    await desk.connections.disconnect({ tenantId: desk.tenantId, employeeId: 'e1' }, 'dialpad', { erase: false });
    expect(await desk.only()).toMatchObject({ status: 'disconnected', problem: null });
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
