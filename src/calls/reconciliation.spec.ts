import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { aRoundWorker } from '../../test/support/round-worker.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import {
  type CallRecord,
  type Page,
  pageToken,
  type PhoneSystemProvider,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
  type RejectedItem,
  type TimeWindow,
  walk,
} from '../contract/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
  RoundEntity,
} from '../storage/index.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { takePlace } from '../connection/life/place.js';
import { RoundBook } from './round-book.service.js';
import type { RoundWorker } from './round-worker.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long a call may last here: far rounds reach as far back, and a comparison finds alone what is older. */
const REACH = 2 * HOUR;

/** A phone system whose list a test changes, and that says what it was asked for. */
class ListedCalls extends FakePhoneSystem {
  calls: CallRecord[] = [];
  rejected: RejectedItem[] = [];
  asked: TimeWindow[] = [];
  /** Runs before each page. */
  before: (window: TimeWindow) => void = () => undefined;
  listAnonymized?: NonNullable<PhoneSystemProvider['listAnonymized']>;

  override async *listCalls(_session: ProviderSession, window: TimeWindow): AsyncGenerator<Page<CallRecord>> {
    this.asked.push(window);
    this.before(window);
    await Promise.resolve();
    yield {
      items: this.calls.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to),
      rejected: this.rejected,
    };
  }
}

describe('a reconciliation', () => {
  let stage: Stage;
  let worker: RoundWorker;
  let vendor: ListedCalls;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ longestCallHours: REACH / HOUR });
    const book = new RoundBook(stage.tenants, stage.settings);
    worker = aRoundWorker(stage, book);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    vendor = new ListedCalls();
    vendor.calls = [call('old', 4 * HOUR), call('young', HOUR)];
    await connect(5 * HOUR);
  });

  /** What stands on the connection. */
  const lastDifference = async (): Promise<number | null> =>
    (await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id })).lastDifference;

  /** Connects and fetches the history. A short one is quicker: a comparison asks for each of its hours. */
  const connect = async (historyMs: number): Promise<void> => {
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - historyMs) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    await run();
    // The far round that follows the history.
    await run();
    vendor.asked = [];
  };
  /** A call of ten minutes that began so long ago. */
  const call = (externalId: string, agoMs: number): CallRecord => {
    const startedAt = new Date(Date.now() - agoMs);
    return aRecord(externalId, { startedAt, connectedAt: startedAt, endedAt: new Date(+startedAt + 10 * MINUTE) });
  };
  const run = async (): Promise<void> => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const session = { signal: new AbortController().signal } as ProviderSession;
    const { historyFrom: wantedFrom } = connection;
    const walk = { place, provider: vendor as PhoneSystemProvider, session, timeZone: 'UTC', wantedFrom };
    await worker.run(walk, () => Promise.resolve(false));
  };
  const due = async (): Promise<void> => {
    await stage.tenants
      .of(connection.tenantId)
      .nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: new Date() });
  };
  const compare = async (): Promise<RoundEntity> => {
    await due();
    await run();
    return await last();
  };
  const last = async (): Promise<RoundEntity> => {
    const [round] = await stage.tenants
      .of(connection.tenantId)
      .find(RoundEntity, { kind: 'reconciliation' }, { orderBy: { startedAt: 'desc' }, limit: 1 });
    if (round === undefined) throw new Error('Nothing was compared.');
    return round;
  };
  const present = async (): Promise<ConnectionEntity> =>
    await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
  const stored = async (): Promise<string[]> =>
    (await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } })).map(
      ({ externalId }) => externalId,
    );

  it('finds no difference where there is none, over seven days, hour by hour, newest first', async () => {
    await connect(8 * DAY);
    const { completeUntil } = await present();
    expect(await compare()).toMatchObject({ outcome: 'done', difference: 0, unlisted: 0, toAt: completeUntil });
    expect(vendor.asked).toHaveLength(7 * 24);
    // Several windows are walked at once.
    expect(vendor.asked.slice(0, 6).map(({ to }) => to)).toContainEqual(completeUntil);
    expect(new Set(vendor.asked.map(({ from, to }) => +to - +from))).toEqual(new Set([HOUR]));
  });

  it('counts and mends what was never fetched although it should have been', async () => {
    vendor.calls.push(call('lost', 3 * HOUR), call('lost too', 90 * MINUTE));
    expect(await compare()).toMatchObject({ difference: 2, unlisted: 0 });
    expect(await lastDifference()).toBe(2);
    expect(await stored()).toEqual(['lost', 'lost too', 'old', 'young']);
    expect(await compare()).toMatchObject({ difference: 0 });
    expect(await lastDifference()).toBe(0);
  });

  it('does not count a call that had merely not been fetched yet', async () => {
    const { completeUntil } = await present();
    const began = new Date(+(completeUntil ?? 0) - 5 * MINUTE);
    vendor.calls.push(aRecord('fresh', { startedAt: began, connectedAt: began, endedAt: new Date(+began + HOUR) }));
    expect(await compare()).toMatchObject({ difference: 0 });
    expect(await stored()).toContain('fresh');
  });

  it('does not count a newer version of a call, and stores it', async () => {
    vendor.calls = vendor.calls.map((each) => ({ ...each, labels: ['sale'], revision: 2 }));
    expect(await compare()).toMatchObject({ difference: 0 });
    expect(
      await stage.tenants.of(connection.tenantId).findOneOrFail(CallRecordEntity, { externalId: 'old' }),
    ).toMatchObject({ labels: ['sale'] });
  });

  it('does not count what had been set aside and can be read now', async () => {
    const { id: connectionId, tenantId } = connection;
    const aside = { itemKey: 'call:odd', externalId: 'odd', reason: 'direction is neither.', seenAt: new Date() };
    await stage.tenants.of(tenantId).insert(RejectedRecordEntity, { connectionId, tenantId, ...aside });
    vendor.calls.push(call('odd', 90 * MINUTE));
    expect(await compare()).toMatchObject({ difference: 0 });
    expect(await stored()).toContain('odd');
    expect(await stage.tenants.of(tenantId).count(RejectedRecordEntity, {})).toBe(0);
  });

  it('says what the vendor no longer lists, and keeps it', async () => {
    vendor.calls = vendor.calls.filter(({ externalId }) => externalId !== 'old');
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 1, letGo: 0 });
    expect(await lastDifference()).toBe(0);
    expect(await stored()).toEqual(['old', 'young']);
    vendor.rejected = [{ externalId: 'old', reason: 'direction is neither inbound nor outbound.', raw: {} }];
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 0 });
  });

  it('tells once of what is listed no longer without a reason, and again of others', async () => {
    const told = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const lines = () =>
      told.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('no longer lists'));
    vendor.calls = vendor.calls.filter(({ externalId }) => externalId !== 'old');
    await compare();
    await compare();
    expect(lines()).toEqual([expect.stringContaining('Example Phone no longer lists 1 call of the days compared')]);
    // Another one instead: as many, and yet not told.
    vendor.calls = [call('old', 4 * HOUR)];
    await compare();
    expect(lines()).toHaveLength(2);
    await compare();
    vendor.calls = [];
    await compare();
    expect(lines()).toHaveLength(2);
    told.mockRestore();
  });

  it('knows why the vendor lets calls of somebody go who is gone from its directory', async () => {
    const { id: connectionId, tenantId } = connection;
    const em = stage.tenants.of(tenantId);
    const { userExternalId } = await em.findOneOrFail(CallRecordEntity, { externalId: 'old' });
    await em.persist(aPhoneUser(connection, userExternalId!)).flush();
    vendor.calls = [];
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 2, letGo: 0 });
    await em.nativeUpdate(PhoneUserEntity, { connectionId }, { status: 'departed' });
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 0, letGo: 2 });
    expect(await stored()).toEqual(['old', 'young']);
  });

  it('takes back that the vendor forgets, once it knows that who is meant was deleted', async () => {
    const { id: connectionId, tenantId } = connection;
    const em = stage.tenants.of(tenantId);
    const { userExternalId } = await em.findOneOrFail(CallRecordEntity, { externalId: 'old' });
    await em.persist(aPhoneUser(connection, userExternalId!)).flush();
    vendor.calls = [];
    vendor.listAnonymized = () => walk(() => Promise.resolve({ items: ['old', 'young'] }));
    expect(await compare()).toMatchObject({ letGo: 2 });
    expect((await present()).forgetsAfterDays).toBe(0);
    await em.nativeUpdate(PhoneUserEntity, { connectionId }, { status: 'departed' });
    expect(await compare()).toMatchObject({ letGo: 2 });
    expect((await present()).forgetsAfterDays).toBeNull();
  });

  it('asks for what was anonymised only where a call is listed no longer, and knows by it why', async () => {
    const windows: TimeWindow[] = [];
    const listed = vendor.calls;
    const kept = new Set(listed.map(({ externalId }) => externalId));
    vendor.listAnonymized = (_session, window) => {
      windows.push(window);
      return walk(() => Promise.resolve({ items: [...kept] }));
    };
    expect(await compare()).toMatchObject({ unlisted: 0, letGo: 0 });
    expect(windows).toEqual([]);
    vendor.calls = [];
    kept.delete('young');
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 1, letGo: 1 });
    expect(windows).toHaveLength(2);
    expect(await stored()).toEqual(['old', 'young']);
    // It was seen to forget what is not a day old.
    expect((await present()).forgetsAfterDays).toBe(0);
    vendor.calls = listed;
    await compare();
    expect((await present()).forgetsAfterDays).toBeNull();
  });

  it('raises nothing where all of history is anonymised, hour by hour, and keeps every call', async () => {
    const ids = vendor.calls.map(({ externalId }) => externalId);
    vendor.calls = [];
    vendor.listAnonymized = () => walk(() => Promise.resolve({ items: ids }));
    for (const time of [1, 2]) {
      expect([time, await compare()]).toMatchObject([time, { difference: 0, unlisted: 0, letGo: 2 }]);
      expect(await present()).toMatchObject({ lastDifference: 0, problem: null, status: 'connected' });
    }
    expect(await stored()).toEqual(['old', 'young']);
  });

  it('ends where the vendor refuses to be asked for what was anonymised, as older ones do', async () => {
    vendor.listAnonymized = () =>
      walk(() => Promise.reject(new ProviderError({ kind: 'unreadable', where: 'status 400' }, 'It refuses.')));
    vendor.calls = [];
    expect(await compare()).toMatchObject({ outcome: 'done', difference: 0, unlisted: 2, letGo: 0, problem: null });
    expect(await present()).toMatchObject({ problem: null, lastDifference: 0, status: 'connected' });
  });

  it('knows why a call is gone whose user was deleted between two pages of one walk', async () => {
    const [old, young] = vendor.calls as [CallRecord, CallRecord];
    const twin = { ...young, externalId: 'twin', startedAt: new Date(+young.startedAt - 1) };
    vendor.calls.push(twin);
    await run();
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, {}, { nextFarAt: new Date() });
    await run();
    expect(await stored()).toEqual(['old', 'twin', 'young']);
    let isDeleted = false;
    vendor.listCalls = async function* (_session, { from, to }) {
      const inside = ({ startedAt }: CallRecord): boolean => startedAt >= from && startedAt < to;
      await Promise.resolve();
      yield { items: [young].filter(inside), next: pageToken('second') };
      isDeleted = true;
      yield { items: [old].filter(inside) };
    };
    vendor.listAnonymized = () => walk(() => Promise.resolve({ items: isDeleted ? ['twin'] : [] }));
    // What is compared must have been complete by then.
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, {}, { completeUntil: new Date() });
    expect(await compare()).toMatchObject({ outcome: 'done', difference: 0, unlisted: 0, letGo: 1 });
    expect(await stored()).toEqual(['old', 'twin', 'young']);
  });

  it('says the same each day of a policy of one day, and raises nothing, however often rounds are made', async () => {
    const past = [26, 30, 50].map((hours) => call(`${hours} hours`, hours * HOUR));
    vendor.calls.push(...past);
    await connect(3 * DAY);
    expect(await stored()).toHaveLength(5);
    const isOver = ({ startedAt }: CallRecord): boolean => +startedAt < Date.now() - DAY;
    const all = vendor.calls;
    vendor.calls = all.filter((one) => !isOver(one));
    vendor.listAnonymized = () => walk(() => Promise.resolve({ items: all.map(({ externalId }) => externalId) }));
    for (const hour of [1, 2, 3]) {
      await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, {}, { nextFarAt: new Date() });
      await run();
      expect([hour, await compare()]).toMatchObject([hour, { difference: 0, unlisted: 0, letGo: 3 }]);
    }
    expect(await present()).toMatchObject({ problem: null, lastDifference: 0, forgetsAfterDays: 1 });
    expect(await stored()).toHaveLength(5);
  });

  it('takes what is older than every account is told of for let go, when days are fetched again', async () => {
    const descriptor = { ...vendor.descriptor, listing: { ...vendor.descriptor.listing, accessMs: 2 * HOUR } };
    Object.defineProperty(vendor, 'descriptor', { value: descriptor });
    vendor.calls = [];
    // Four hours ago, and one.
    expect(await compare()).toMatchObject({ difference: 0, unlisted: 1, letGo: 1 });
  });

  it('rests for a while where the vendor cannot say what was anonymised', async () => {
    let isDown = true;
    vendor.listAnonymized = () =>
      walk(() =>
        isDown
          ? Promise.reject(new ProviderError({ kind: 'tryLater' }, 'Out of order.'))
          : Promise.resolve({ items: ['old', 'young'] }),
      );
    vendor.calls = [];
    expect(await compare()).toMatchObject({ outcome: 'parked', unlisted: null });
    isDown = false;
    await stage.tenants.of(connection.tenantId).nativeUpdate(FetchWindowEntity, {}, { resumeAt: null });
    await run();
    expect(await last()).toMatchObject({ outcome: 'done', unlisted: 0, letGo: 2 });
  });

  it('goes on after it broke off, and forgets nothing of what it had found', async () => {
    vendor.calls.push(call('lost', 90 * MINUTE), call('lost too', 4 * HOUR));
    vendor.before = ({ from }) => {
      if (+from < Date.now() - 150 * MINUTE) throw new ProviderError({ kind: 'tryLater' }, 'Out of order.');
    };
    expect(await compare()).toMatchObject({ outcome: 'parked', difference: null });
    vendor.before = () => undefined;
    await stage.tenants.of(connection.tenantId).nativeUpdate(FetchWindowEntity, {}, { resumeAt: null });
    await run();
    expect(await last()).toMatchObject({ outcome: 'done', difference: 2 });
  });

  it('is made once a day, and neither moves what is complete nor when the next rounds are due', async () => {
    const before = await present();
    await compare();
    const after = await present();
    expect(after).toMatchObject({
      completeUntil: before.completeUntil,
      nextNearAt: before.nextNearAt,
      nextFarAt: before.nextFarAt,
    });
    expect(+(after.nextReconciliationAt ?? 0)).toBeGreaterThan(Date.now() + DAY - HOUR);
    vendor.asked = [];
    await run();
    expect(vendor.asked).toEqual([]);
  });

  it('follows the first fetch after an hour', async () => {
    const { nextReconciliationAt } = await present();
    expect(+(nextReconciliationAt ?? 0)).toBeGreaterThan(Date.now() + 59 * MINUTE);
    expect(+(nextReconciliationAt ?? 0)).toBeLessThan(Date.now() + 61 * MINUTE);
  });

  it('lets everything else go first', async () => {
    await stage.tenants
      .of(connection.tenantId)
      .nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: new Date(), nextFarAt: new Date() });
    await run();
    // Several windows are walked at once; the far round's are among the first.
    const isOfFar = vendor.asked.map(({ from, to }) => +to - +from > HOUR);
    expect(isOfFar.slice(0, 3)).toContain(true);
    expect(isOfFar.slice(3)).not.toContain(true);
  });

  it.each<ProviderFailure>([
    { kind: 'forbidden' },
    { kind: 'closed', state: 'suspended' },
    { kind: 'unreadable', where: 'every record of a page' },
    { kind: 'gone' },
  ])('changes nothing of its connection, whatever it meets, and is made anew the next day: %j', async (failure) => {
    vendor.before = () => {
      throw new ProviderError(failure, 'It is not answered.');
    };
    const before = await compare();
    expect(before).toMatchObject({ outcome: 'parked', problem: expect.anything() });
    expect(await present()).toMatchObject({ status: 'connected', problem: null });
    vendor.before = () => undefined;
    expect(await compare()).toMatchObject({ outcome: 'done', difference: 0 });
    const [replaced] = await stage.tenants.of(connection.tenantId).find(RoundEntity, { id: before.id });
    expect(replaced?.outcome).toBe('failed');
  });

  it('is not stopped by old calls that became unreadable: it says what it found elsewhere', async () => {
    vendor.calls.push(call('lost', 90 * MINUTE));
    vendor.before = ({ from }) => {
      const isOld = +from < Date.now() - 150 * MINUTE;
      if (isOld) throw new ProviderError({ kind: 'unreadable', where: 'every record of a page' }, 'Odd.');
    };
    await compare();
    expect(await stored()).toContain('lost');
    expect(await present()).toMatchObject({ status: 'connected', problem: null });
  });
});
