import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { aRoundWorker } from '../../test/support/round-worker.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { takePlace } from '../connection/life/place.js';
import {
  type CallRecord,
  type Page,
  pageToken,
  type PhoneSystemProvider,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
  type TimeWindow,
  walk,
} from '../contract/index.js';
import { CallRecordEntity, ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { RoundBook } from './round-book.service.js';
import type { RoundWorker } from './round-worker.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = 3;

/** Lists calls three to a page, and fails as a test says. */
class FailingLists extends FakePhoneSystem {
  calls: CallRecord[] = [];
  asked: TimeWindow[] = [];
  /** Why a page of a window is not answered. */
  fails: (window: TimeWindow, page: number) => ProviderFailure | null = () => null;

  override listCalls(_session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    this.asked.push(window);
    const listed = this.calls.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to);
    return walk((token) => {
      const page = Number(token ?? 0);
      const failure = this.fails(window, page);
      if (failure !== null) return Promise.reject(new ProviderError(failure, 'It is not answered.'));
      const items = listed.slice(page * PAGE, (page + 1) * PAGE);
      const isLast = listed.length <= (page + 1) * PAGE;
      return Promise.resolve({ items, ...(isLast ? {} : { next: pageToken(String(page + 1)) }) });
    });
  }
}

describe('a span of calls that the vendor does not list', () => {
  let stage: Stage;
  let worker: RoundWorker;
  let vendor: FailingLists;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    worker = aRoundWorker(stage, new RoundBook(stage.tenants, stage.settings));
    vendor = new FailingLists();
    vendor.calls = Array.from({ length: 30 }, (_, index) => call(index * 10 * MINUTE + 5 * MINUTE));
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - 5 * HOUR) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  /** A call of a minute that began so long ago. */
  const call = (agoMs: number): CallRecord => {
    const startedAt = new Date(Date.now() - agoMs);
    return aRecord(randomUUID(), { startedAt, connectedAt: startedAt, endedAt: new Date(+startedAt + MINUTE) });
  };
  /** One that has just begun and ended. */
  const short = (): CallRecord => {
    const now = new Date();
    return aRecord(randomUUID(), { startedAt: now, connectedAt: now, endedAt: now });
  };
  const em = () => stage.tenants.of(connection.tenantId);
  const present = async (): Promise<ConnectionEntity> => await em().findOneOrFail(ConnectionEntity, {});
  const turn = async (): Promise<void> => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const session = { signal: new AbortController().signal } as ProviderSession;
    const { historyFrom: wantedFrom } = connection;
    const turnOf = { place, provider: vendor as PhoneSystemProvider, session, timeZone: 'UTC', wantedFrom };
    await worker.run(turnOf, () => Promise.resolve(false));
  };
  /** What rests goes on, and what is near is due: as after some minutes. */
  const later = async (): Promise<void> => {
    await em().nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
    await em().nativeUpdate(ConnectionEntity, {}, { nextNearAt: null });
    await turn();
  };
  const laterAndLater = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) await later();
  };
  const missing = async (): Promise<readonly CallRecord[]> => {
    const stored = new Set((await em().find(CallRecordEntity, {})).map(({ externalId }) => externalId));
    return vendor.calls.filter(({ externalId }) => !stored.has(externalId));
  };
  const holding =
    (instant: Date, failure: ProviderFailure): FailingLists['fails'] =>
    ({ from, to }) =>
      from <= instant && instant < to ? failure : null;

  it.each<ProviderFailure>([
    { kind: 'tryLater' },
    { kind: 'unreadable', where: 'status 400' },
    { kind: 'unreadable', where: 'page token' },
    { kind: 'gone' },
    { kind: 'restartListing' },
  ])('keeps back nothing but itself, and is told, in the first fetch: %j', async (failure) => {
    const [, , , lost] = vendor.calls;
    const bad = lost?.startedAt ?? new Date(0);
    vendor.fails = holding(bad, failure);
    await laterAndLater(16);
    expect(await missing()).toEqual([lost]);
    const { status, problem, completeUntil } = await present();
    expect([status, completeUntil, problem?.action]).toEqual(['connected', null, 'wait']);
    expect(problem?.message).toContain('does not list the calls that began from');

    vendor.fails = () => null;
    await laterAndLater(3);
    expect(await missing()).toEqual([]);
    expect(await present()).toMatchObject({ problem: null, completeUntil: expect.any(Date) });
  });

  it('lets the history stand still, and be seen to, though far rounds go on', async () => {
    const [, , , lost] = vendor.calls;
    vendor.fails = holding(lost?.startedAt ?? new Date(0), { kind: 'tryLater' });
    await laterAndLater(16);
    const { movedAt } = await present();
    for (let time = 0; time < 3; time++) {
      await em().nativeUpdate(ConnectionEntity, {}, { nextFarAt: null });
      await later();
    }
    expect(movedAt).not.toBeNull();
    expect(await present()).toMatchObject({ movedAt, completeUntil: null });

    vendor.fails = () => null;
    await laterAndLater(3);
    expect((await present()).movedAt?.getTime()).toBeGreaterThan(movedAt?.getTime() ?? Infinity);
  });

  it('keeps back nothing newer: rounds go on, and only what is complete stays behind', async () => {
    await laterAndLater(3);
    const before = (await present()).completeUntil;
    const lost = short();
    vendor.calls.push(lost);
    vendor.fails = holding(lost.startedAt, { kind: 'tryLater' });
    await laterAndLater(16);
    vendor.calls.push(short());
    await later();
    expect((await missing()).map(({ externalId }) => externalId)).toEqual([lost.externalId]);

    // Hours later: far rounds are made, and newer calls are complete but for this one.
    for (let time = 0; time < 3; time++) {
      await em().nativeUpdate(ConnectionEntity, {}, { nextFarAt: null });
      await later();
    }
    const { status, problem, completeUntil, walkedUntil } = await present();
    expect([status, problem?.kind]).toEqual(['connected', 'try-later']);
    expect(completeUntil?.getTime()).toBeLessThanOrEqual(lost.startedAt.getTime());
    expect(completeUntil?.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? Infinity);
    expect(walkedUntil?.getTime()).toBeGreaterThanOrEqual(lost.endedAt.getTime());
    expect((await em().find(RoundEntity, { outcome: { $in: ['running', 'parked'] } })).length).toBe(1);

    vendor.fails = () => null;
    await later();
    expect(await missing()).toEqual([]);
    const after = await present();
    expect(after.problem).toBeNull();
    expect(after.completeUntil?.getTime()).toBeGreaterThanOrEqual(walkedUntil?.getTime() ?? Infinity);
  });

  it('does not outlast pages that fail: a list of fewer calls has none', async () => {
    vendor.fails = (_window, page) => (page === 0 ? null : { kind: 'unreadable', where: 'status 400' });
    await laterAndLater(16);
    expect(await missing()).toEqual([]);
    expect(await present()).toMatchObject({ status: 'connected', problem: null, completeUntil: expect.any(Date) });
  });

  it('is not cut to pieces where the vendor answers nothing at all', async () => {
    await laterAndLater(3);
    vendor.fails = () => ({ kind: 'tryLater' });
    await laterAndLater(12);
    expect(await present()).toMatchObject({ status: 'connected', problem: { kind: 'try-later' } });
    expect(await em().count(FetchWindowEntity, { doneAt: null })).toBeLessThan(10);
    vendor.fails = () => null;
    await laterAndLater(2);
    expect(await present()).toMatchObject({ problem: null });
  });
});
