import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type JWTPayload, SignJWT } from 'jose';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { holdPlace, takePlace } from '../connection/life/place.js';
import { Problem } from '../support/problem.js';
import { CallRecordEntity, ConnectionEntity, RejectedRecordEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { noPhoneUsers, ScriptedSession } from '../testing/fakes/index.js';
import { writeCalls } from './call-writer.js';
import { Deliveries } from './deliveries.service.js';
import { WebhookInbox } from './webhook-inbox.service.js';

const ENDED = Date.parse('2026-11-20T15:10:00Z');

describe('the inbox of call events', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let inbox: WebhookInbox;
  let deliveries: Deliveries;
  let connection: ConnectionEntity;
  let secret: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ publicUrl: 'http://127.0.0.1:3000' });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    inbox = new WebhookInbox(stage.tenants, desk.registry, desk.connections, desk.webhooks, boundsBook);
    deliveries = new Deliveries(stage.tenants, stage.erased);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    connection = await desk.only();
    secret = desk.webhooks.secretOf(connection) ?? '';
  });

  afterEach(async () => {
    await desk.close();
  });

  /** A call that was answered, as an event tells it. */
  const told = (callId: string, more: Record<string, unknown> = {}): JWTPayload => ({
    call_id: callId,
    state: 'hangup',
    direction: 'inbound',
    date_started: ENDED - 600_000,
    date_connected: ENDED - 590_000,
    date_ended: ENDED,
    event_timestamp: ENDED + 100,
    target: { type: 'user', id: '42' },
    contact: { type: 'local', name: 'Annette Keller', phone: '+14155550111' },
    external_number: '+14155550111',
    ...more,
  });
  const signed = async (claims: JWTPayload, by = secret, alg = 'HS256'): Promise<Uint8Array> =>
    new TextEncoder().encode(await new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(by)));
  const deliver = async (body: Uint8Array, id = connection.id, key = 'dialpad'): Promise<string> =>
    (await inbox.receive(key, id, { headers: {}, query: {}, body })).outcome;
  const tell = async (...claims: JWTPayload[]): Promise<void> => {
    for (const each of claims) await deliver(await signed(each));
  };
  const waiting = async (): Promise<number> =>
    await stage.tenants.of(connection.tenantId).count(WebhookDeliveryEntity, { connectionId: connection.id });
  const apply = async (): Promise<void> => {
    const terms = { timeZone: 'America/New_York', mentions: null };
    await deliveries.apply(connection, terms, new AbortController().signal);
  };
  const stored = async (): Promise<CallRecordEntity[]> =>
    await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });

  it('keeps a signed delivery until whoever holds the connection applies it', async () => {
    await tell(told('1'), told('2'));
    expect([await waiting(), (await stored()).length]).toEqual([2, 0]);
    await apply();
    expect(await waiting()).toBe(0);
    expect(await stored()).toMatchObject([
      { externalId: '1', outcome: 'answered', endedAt: new Date(ENDED), counterpartyName: 'Annette Keller' },
      { externalId: '2' },
    ]);
  });

  describe('refuses, and stores nothing of,', () => {
    afterEach(async () => {
      expect(await waiting()).toBe(0);
    });

    const refused = async (delivered: Promise<unknown>): Promise<void> => {
      const error: unknown = await delivered.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({ status: 401, code: 'unsigned' });
    };

    it("another secret, another connection's, and none", async () => {
      await refused(deliver(await signed(told('1'), 'x'.repeat(43))));
      await refused(deliver(await signed(told('1'), desk.keys.seal('x', 'y'))));
      await refused(deliver(new TextEncoder().encode(JSON.stringify(told('1')))));
      await refused(deliver(new Uint8Array()));
    });

    it('another algorithm with the right secret, and none', async () => {
      await refused(deliver(await signed(told('1'), secret + secret, 'HS512')));
      const none = [{ alg: 'none' }, told('1')].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      await refused(deliver(new TextEncoder().encode(`${none.join('.')}.`)));
      await refused(deliver(new TextEncoder().encode(`${none.join('.')}.AAAA`)));
    });

    it('a body that was altered after it was signed', async () => {
      const body = new TextDecoder().decode(await signed(told('1')));
      const [header, , signature] = body.split('.');
      const other = Buffer.from(JSON.stringify(told('2'))).toString('base64url');
      await refused(deliver(new TextEncoder().encode([header, other, signature].join('.'))));
    });

    it('a connection or phone system that is not known, or that was disconnected', async () => {
      const body = await signed(told('1'));
      await refused(deliver(body, '6f0d9e1c-0000-4000-8000-000000000000'));
      await refused(deliver(body, "' or true --"));
      await refused(deliver(body, connection.id, 'example-phone'));
      await desk.connections.disconnect({ tenantId: connection.tenantId, employeeId: 'e1' }, 'dialpad', {
        erase: true,
      });
      await refused(deliver(body));
    });

    it('a delivery that is verified while the connection is disconnected: it may just have been erased', async () => {
      const facet = desk.provider.webhooks;
      if (facet === undefined) throw new Error('There is no facet.');
      const open = facet.open.bind(facet);
      facet.open = async (delivery, by, receipt) => {
        const events = await open(delivery, by, receipt);
        await desk.connections.disconnect({ tenantId: connection.tenantId, employeeId: 'e1' }, 'dialpad', {
          erase: true,
        });
        return events;
      };
      await refused(deliver(await signed(told('1'))));
    });

    it('what says nothing that is needed, without a complaint', async () => {
      await tell(told('1', { state: 'ringing', date_ended: null, date_connected: null }));
    });
  });

  it('ends with the same, whatever order events arrive in and however often', async () => {
    const missed = told('1', { date_connected: null, state: 'missed' });
    const voicemail = told('1', {
      date_connected: null,
      state: 'voicemail_uploaded',
      event_timestamp: ENDED + 60_000,
      voicemail_recording_id: '77',
    });
    for (const order of [
      [missed, voicemail],
      [voicemail, missed],
      [voicemail, missed, voicemail, missed],
    ]) {
      await tell(...order);
      await apply();
      expect(await stored()).toMatchObject([{ externalId: '1', outcome: 'voicemail' }]);
      await stage.tenants.of(connection.tenantId).nativeDelete(CallRecordEntity, {});
    }
    await tell(voicemail);
    await apply();
    await tell(missed);
    await apply();
    expect(await stored()).toMatchObject([{ outcome: 'voicemail' }]);
  });

  it('tells nothing that the list would not, where an event is partial, late or lost', async () => {
    const read = async (wire: Record<string, unknown>): Promise<void> => {
      const session = new ScriptedSession(() => ({ items: [{ ...wire, event_timestamp: null }] }));
      const window = { from: new Date(ENDED - 3_600_000), to: new Date(ENDED) };
      for await (const { items } of desk.provider.listCalls(session, window, noPhoneUsers)) {
        await stage.tenants.transaction(connection.tenantId, (em) =>
          writeCalls(em, { connection, timeZone: 'America/New_York', erased: stage.erased, toldBy: 'list' }, items),
        );
      }
    };
    const listed = told('1', { labels: ['sale'], is_transferred: true });
    await tell(told('1', { contact: null }));
    await apply();
    await read(listed);
    const whole = { labels: ['sale'], transferred: true, counterpartyName: 'Annette Keller' };
    expect(await stored()).toMatchObject([whole]);
    await tell(told('1', { contact: null, event_timestamp: ENDED + 90_000 }));
    await apply();
    expect(await stored()).toMatchObject([whole]);
    await read({ ...listed, labels: ['sale', 'renewal'] });
    expect(await stored()).toMatchObject([{ ...whole, labels: ['sale', 'renewal'] }]);
  });

  it.each([
    ['of a call that lies ahead', Date.now() + 20 * 3_600_000, /^endedAt lies ahead.*this host’s clock is behind, or/],
    ['of a call of long ago', Date.UTC(1973, 5, 1), /^startedAt lies before 1990\.$/],
  ])('uses nothing %s, and says so among the rejected', async (_, endedAt, reason) => {
    const dates = { date_started: endedAt - 600_000, date_connected: endedAt - 590_000, date_ended: endedAt };
    await tell(told('2'), told('3', { ...dates, event_timestamp: endedAt }));
    await apply();
    expect(await stored()).toMatchObject([{ externalId: '2' }]);
    const rejected = await stage.tenants.of(connection.tenantId).find(RejectedRecordEntity, {});
    expect(rejected).toMatchObject([{ externalId: '3', reason: expect.stringMatching(reason) }]);
  });

  it('takes back what was set aside once an event brings it whole', async () => {
    const { id: connectionId, tenantId } = connection;
    await stage.tenants.of(tenantId).insert(RejectedRecordEntity, {
      connectionId,
      tenantId,
      itemKey: 'call:1',
      externalId: '1',
      reason: 'date_ended is missing.',
      seenAt: new Date(),
    });
    await tell(told('1'));
    await apply();
    expect(await stage.tenants.of(tenantId).count(RejectedRecordEntity, {})).toBe(0);
  });

  it('applies more than one handful', async () => {
    const body = await signed(told('1'));
    const { id: connectionId, tenantId } = connection;
    await deliver(body);
    const [{ events } = { events: [] }] = await stage.tenants.of(tenantId).find(WebhookDeliveryEntity, {});
    await stage.tenants.of(tenantId).insertMany(
      WebhookDeliveryEntity,
      Array.from({ length: 450 }, () => ({
        id: crypto.randomUUID(),
        tenantId,
        connectionId,
        events,
        receivedAt: new Date(),
      })),
    );
    await apply();
    expect([await waiting(), (await stored()).length]).toEqual([0, 1]);
  });

  it.each(['stopped', 'needs-reconnect'] as const)(
    'takes a delivery of a connection that is %s for granted, and stores nothing of it',
    async (status) => {
      await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, { id: connection.id }, { status });
      expect(await deliver(await signed(told('1')))).toBe('ignored');
      expect(await waiting()).toBe(0);
    },
  );

  it('takes one that the provider fails on, by itself, for granted: the list brings the call', async () => {
    const facet = desk.provider.webhooks;
    if (facet === undefined) throw new Error('There is no facet.');
    facet.open = () => {
      throw new TypeError('x is undefined');
    };
    expect(await deliver(await signed(told('1')))).toBe('ignored');
    expect(await waiting()).toBe(0);
  });

  const onServer = triedUnless(withoutServer(), 'deliveries beside a worker', it);

  onServer('answers forty at once while a worker holds the connection, and keeps nobody else waiting', async () => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const bodies = await Promise.all(Array.from({ length: 40 }, (_, call) => signed(told(String(call + 1)))));
    let outcomes: readonly string[] = [];
    await stage.tenants.transaction(connection.tenantId, async (em) => {
      await holdPlace(em, place);
      const all = Promise.all(bodies.map((body) => deliver(body)));
      // It would wait for this transaction, and with it the test for its time-out, if one needed the row for itself.
      await stage.tenants.of(randomUUID()).execute('select 1');
      outcomes = await all;
    });
    expect(new Set(outcomes)).toEqual(new Set(['stored']));
    expect(await waiting()).toBe(40);
    await apply();
    expect([await waiting(), (await stored()).length]).toEqual([0, 40]);
  });
});
