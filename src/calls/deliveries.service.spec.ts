import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { erasuresAsOf } from '../access/index.js';
import type { CallRecord } from '../contract/index.js';
import {
  AnnouncedCallEntity,
  CallRecordEntity,
  ConnectionEntity,
  type ConnectionStatus,
  RejectedRecordEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';
import { connectionsWithDeliveries, Deliveries, type DeliveryTerms } from './deliveries.service.js';

const TERMS: DeliveryTerms = { timeZone: 'America/New_York', mentions: { names: [], numbers: [], asOf: null } };

describe('deliveries that wait', () => {
  let stage: Stage;
  let deliveries: Deliveries;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
    // Calls of these ids cannot be stored: one for what it says, one because the database has no room.
    await stage.tenants.acrossTenants().execute(
      `create function phone_system.refuse_call() returns trigger language plpgsql as $$
       begin
         if new.external_id like 'poison%' then raise exception 'no' using errcode = '22003'; end if;
         if new.external_id = 'full' then raise exception 'no' using errcode = '53100'; end if;
         return new;
       end $$`,
    );
    await stage.tenants.acrossTenants().execute(
      `create trigger refuse_call before insert on phone_system.call_record
       for each row execute function phone_system.refuse_call()`,
    );
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    deliveries = new Deliveries(stage.tenants, stage.erased);
    connection = aConnection(randomUUID());
    await em().persist(connection).flush();
  });

  const em = () => stage.tenants.of(connection.tenantId);
  /** What is stored of a delivery, however it got there: an earlier version stored what it liked. */
  const told = async (...events: readonly unknown[]): Promise<void> => {
    await em().insertMany(
      WebhookDeliveryEntity,
      events.map((event, place) => ({
        id: randomUUID(),
        tenantId: connection.tenantId,
        connectionId: connection.id,
        events: [event] as never,
        receivedAt: new Date(Date.now() + place),
      })),
    );
  };
  const over = (call: Partial<Record<keyof CallRecord, unknown>>): unknown => ({
    kind: 'callFinished',
    call: { ...aRecord('1'), ...call },
  });
  const apply = async (terms = TERMS, signal = new AbortController().signal): Promise<number> =>
    await deliveries.apply(connection, terms, signal);
  const stored = async (): Promise<string[]> =>
    (await em().find(CallRecordEntity, {})).map(({ externalId }) => externalId).sort();
  const aside = async (): Promise<string[]> =>
    (await em().find(RejectedRecordEntity, {})).map(({ externalId, reason }) => `${externalId}: ${reason}`).sort();
  const waiting = async (): Promise<number> => await em().count(WebhookDeliveryEntity, {});

  it('note each call that they only name, once each, and wake who reads it', async () => {
    const changed = (externalId: string) => ({ kind: 'callChanged', externalId });
    await told(changed('1'), changed('1'), changed('2'), changed('x'.repeat(3_000)));
    expect([await apply(), await waiting()]).toEqual([0, 0]);
    const named = await em().find(AnnouncedCallEntity, {}, { orderBy: { externalId: 'asc' } });
    expect(named.map(({ externalId, asked, answered, startedAt }) => [externalId, asked, answered, startedAt])).toEqual(
      [
        ['1', 1, 0, null],
        ['2', 1, 0, null],
      ],
    );
    const { wakeAt } = await em().findOneOrFail(ConnectionEntity, {});
    expect(wakeAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('name calls also where they may name somebody who was erased meanwhile, and are left to the list else', async () => {
    await told({ kind: 'callChanged', externalId: '1' }, over({ externalId: '2' }));
    await apply({ ...TERMS, mentions: { names: [], numbers: [], asOf: 'another erasure' } });
    expect(await em().count(AnnouncedCallEntity, {})).toBe(1);
    expect(await stored()).toEqual([]);
  });

  it('are applied beside one that tells what is no record, which is set aside with its reason', async () => {
    await told(
      over({ externalId: '1' }),
      over({ externalId: '2', revision: 1.5 }),
      over({ externalId: '3', startedAt: null }),
      over({ externalId: '4', endedAt: 'never' }),
      over({ externalId: 'x'.repeat(3_000) }),
      { kind: 'callFinished', call: { externalId: '5' } },
      { kind: 'callChanged', externalId: '6' },
      { kind: 'directoryChanged' },
      over({ externalId: '7' }),
    );
    expect(await apply()).toBe(2);
    expect([await stored(), await waiting()]).toEqual([['1', '7'], 0]);
    expect(await aside()).toEqual([
      '2: revision is no whole number.',
      '3: startedAt lies before 1990.',
      '4: endedAt is no time.',
      '5: relatedIds is no list.',
      'null: externalId is longer than 500 characters.',
    ]);
  });

  it('are applied beside ones that the database refuses, which are set aside', async () => {
    const good = Array.from({ length: 20 }, (_, place) => over({ externalId: `good ${place}` }));
    await told(
      ...good.slice(0, 7),
      over({ externalId: 'poison 1' }),
      ...good.slice(7),
      over({ externalId: 'poison 2' }),
    );
    expect(await apply()).toBe(20);
    expect([(await stored()).length, await waiting()]).toEqual([20, 0]);
    expect(await aside()).toEqual([
      'poison 1: What the phone system told of this call as it ended could not be stored.',
      'poison 2: What the phone system told of this call as it ended could not be stored.',
    ]);
  });

  const readable = over({ externalId: '1' });
  const unreadable = over({ externalId: '1', endedAt: 'never' });

  it.each([
    ['readable first', 'together', [[readable, unreadable]]],
    ['unreadable first', 'together', [[unreadable, readable]]],
    ['readable first', 'apart', [[readable], [unreadable]]],
    ['unreadable first', 'apart', [[unreadable], [readable]]],
  ])('set no call aside of which another one is stored (%s, %s)', async (_order, _when, batches) => {
    for (const batch of batches) {
      await told(...batch);
      await apply();
    }
    expect([await stored(), await aside(), await waiting()]).toEqual([['1'], [], 0]);
  });

  it('set no call aside that the list has stored, where the database refuses them', async () => {
    await told(over({ externalId: 'late' }));
    await apply();
    await stage.tenants
      .acrossTenants()
      .execute("update phone_system.call_record set external_id = 'poison' where external_id = 'late'");
    await told(over({ externalId: 'poison', counterparty: { number: null, name: 'Lee', internal: false } }));
    await apply();
    expect([await stored(), await aside(), await waiting()]).toEqual([['poison'], [], 0]);
  });

  it('stay where it is the database that fails, and not one of them', async () => {
    await told(over({ externalId: '1' }), over({ externalId: 'full' }));
    await expect(apply()).rejects.toThrow();
    expect([await stored(), await waiting(), await aside()]).toEqual([[], 2, []]);
  });

  it.each(['disconnected', 'stopped', 'needs-reconnect'] satisfies ConnectionStatus[])(
    'are removed, and nothing is stored of them, where the connection is %s',
    async (status) => {
      await told(over({ externalId: '1' }), over({ externalId: 'poison' }));
      await em().nativeUpdate(ConnectionEntity, { id: connection.id }, { status });
      expect(await connectionsWithDeliveries(stage.tenants)).toContainEqual({ connectionId: connection.id });
      expect(await apply()).toBe(0);
      expect([await stored(), await waiting(), await aside()]).toEqual([[], 0, []]);
    },
  );

  it('are left to the list where somebody was erased and this copy does not know how others name them', async () => {
    await stage.tenants.transaction(connection.tenantId, async (own) => {
      await (
        await stage.erased.beginRegister(own, connection.tenantId)
      ).add(connection, 'u9', { fromDay: null, untilDay: null });
    });
    await told(over({ externalId: '1' }));
    expect(await apply({ ...TERMS, mentions: null })).toBe(0);
    expect([await stored(), await waiting()]).toEqual([[], 0]);
    await told(over({ externalId: '2' }), over({ externalId: '3', userExternalId: 'u9' }));
    const asOf = await erasuresAsOf(em(), connection.tenantId);
    const mentions = { names: [], numbers: [], asOf };
    expect(await apply({ ...TERMS, mentions })).toBe(1);
    expect([await stored(), await waiting()]).toEqual([['2'], 0]);
    await stage.tenants.transaction(connection.tenantId, (own) => stage.erased.beginRegister(own, connection.tenantId));
    await told(over({ externalId: '4' }));
    expect(await apply({ ...TERMS, mentions })).toBe(0);
    expect([await stored(), await waiting()]).toEqual([['2'], 0]);
  });

  it('are applied until the host stops, and the rest stays', async () => {
    await told(...Array.from({ length: 450 }, (_, place) => over({ externalId: String(place) })));
    const abort = new AbortController();
    const begin = stage.tenants.transaction.bind(stage.tenants);
    const stopping = Object.assign(Object.create(stage.tenants) as typeof stage.tenants, {
      transaction: async (tenantId: string, work: never) => {
        const result = await begin(tenantId, work);
        abort.abort();
        return result;
      },
    });
    await new Deliveries(stopping, stage.erased).apply(connection, TERMS, abort.signal);
    expect(await waiting()).toBe(250);
    await apply();
    expect([await waiting(), (await stored()).length]).toEqual([0, 450]);
  });

  it('name each connection that has some, once', async () => {
    const others = [aConnection(randomUUID()), aConnection(randomUUID())];
    for (const other of others) await stage.tenants.of(other.tenantId).persist(other).flush();
    await told(over({}), over({}));
    const first = connection;
    connection = others[0] ?? connection;
    await told(over({}));
    const named = (await connectionsWithDeliveries(stage.tenants)).map(({ connectionId }) => connectionId);
    expect(named.filter((id) => id === first.id)).toHaveLength(1);
    expect(named.filter((id) => id === connection.id)).toHaveLength(1);
    expect(named).not.toContain(others[1]?.id);
  });
});
