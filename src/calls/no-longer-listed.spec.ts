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
  type PhoneSystemProvider,
  type ProviderDescriptor,
  ProviderError,
  type ProviderSession,
  type TimeWindow,
} from '../contract/index.js';
import { fetchedDays } from '../scoring/day-states.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { addDays, dayOf } from '../support/days.js';
import { FakePhoneSystem } from '../testing/fakes/index.js';
import { RoundBook } from './round-book.service.js';
import type { RoundWorker } from './round-worker.service.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEPT_DAYS = 10;
const TERMS = { domains: [], phoneSystemLicence: true, timeZone: 'UTC', region: 'US', workShift: null };

/** Keeps calls for ten days, and answers a list that begins before as what does not exist. */
class ForgetfulVendor extends FakePhoneSystem {
  override readonly descriptor: ProviderDescriptor = {
    ...new FakePhoneSystem().descriptor,
    listing: { settleMs: 0, historyMs: KEPT_DAYS * DAY, maxWindowMs: 6 * HOUR },
  };
  readonly asked: TimeWindow[] = [];
  readonly listed: CallRecord[] = [];

  override async *listCalls(_session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    this.asked.push(window);
    // A walk takes its time.
    if (+window.from < Date.now() - KEPT_DAYS * DAY - 60_000)
      throw new ProviderError({ kind: 'gone' }, 'There is no such list.');
    const items = this.listed.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to);
    yield await Promise.resolve({ items });
  }
}

describe('calls that the vendor no longer lists', () => {
  let stage: Stage;
  let book: RoundBook;
  let worker: RoundWorker;
  let vendor: ForgetfulVendor;
  let connection: ConnectionEntity;
  let begunAt: number;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const ago = (days: number): Date => new Date(Date.now() - days * DAY);
  const day = (agoDays: number): string => addDays(dayOf(new Date(), 'UTC'), -agoDays);
  const em = () => stage.tenants.of(connection.tenantId);
  const present = async (): Promise<ConnectionEntity> => await em().findOneOrFail(ConnectionEntity, {});
  const turn = async (): Promise<void> => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const session = { signal: new AbortController().signal } as ProviderSession;
    const provider: PhoneSystemProvider = vendor;
    const wantedFrom = ago(KEPT_DAYS);
    const planned = await book.planDue({ place, provider, wantedFrom }, place.connection);
    const turnOf = { place: { ...place, connection: planned }, provider, session, timeZone: 'UTC', wantedFrom };
    await worker.run(turnOf, () => Promise.resolve(false));
  };
  const answers = async (agoDays: readonly number[]) => {
    const { id, status, historyFrom, completeUntil, untold } = await present();
    const reach = [id, status, +historyFrom, completeUntil && +completeUntil, untold ?? []] as const;
    const fetched = fetchedDays([reach], 'UTC', stage.settings);
    return agoDays.map((each) => [each, fetched(day(each), [])]);
  };

  /** A connection for which everything was fetched, and then nothing for so many days. */
  beforeEach(async () => {
    begunAt = Date.now();
    book = new RoundBook(stage.tenants, stage.settings);
    worker = aRoundWorker(stage, book);
    vendor = new ForgetfulVendor();
    for (let each = 0; each < 30; each++) {
      const startedAt = ago(each + 0.01);
      vendor.listed.push(aRecord(`call-${each}`, { startedAt, connectedAt: startedAt, endedAt: startedAt }));
    }
    const until = ago(20);
    const walked = {
      historyFrom: ago(25),
      walkedUntil: until,
      completeUntil: until,
      nextNearAt: until,
      nextFarAt: until,
    };
    connection = aConnection(randomUUID(), { ...walked, untold: [] });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  it('are not asked for after a long gap, which ends, and says of which days nobody will know', async () => {
    await turn();
    await turn();
    const { problem, completeUntil } = await present();
    expect([problem, +(completeUntil ?? 0) > Date.now() - HOUR]).toEqual([null, true]);
    expect(await em().count(FetchWindowEntity, { doneAt: null })).toBe(0);
    expect((await em().find(RoundEntity, { kind: 'far' })).map(({ outcome }) => outcome)).toEqual(['done']);
    expect(vendor.asked.every(({ from }) => +from > begunAt - KEPT_DAYS * DAY - 1_000)).toBe(true);
    expect(await answers([22, 21, 19, 15, 12, 11, 10, 8, 5, 1])).toEqual([
      [22, 'whole'],
      [21, 'whole'],
      ...[19, 15, 12, 11, 10].map((each) => [each, 'no-longer-told']),
      ...[8, 5, 1].map((each) => [each, 'whole']),
    ]);
  });

  it('are let go where a window that failed has become as old, and the days around it stay known', async () => {
    const round = { id: randomUUID(), tenantId: connection.tenantId, connectionId: connection.id };
    const [from, to] = [addDays(day(14), 0), addDays(day(14), 1)].map((each) => new Date(`${each}T00:00:00Z`));
    if (from === undefined || to === undefined) throw new Error('There is no such day.');
    await em().insert(RoundEntity, { ...round, kind: 'far', fromAt: ago(20), toAt: ago(5), startedAt: ago(5) });
    await em().insert(FetchWindowEntity, {
      ...{ id: randomUUID(), tenantId: round.tenantId, connectionId: round.connectionId, roundId: round.id },
      ...{ fromAt: from, toAt: to, claimedUntil: new Date(+from - 1), failingSince: ago(13), attempts: 400 },
      ...{ problem: { kind: 'unreadable', message: 'It is not listed.', action: 'wait' }, isPiece: true },
    });
    const walkedUntil = ago(0.1);
    await em().nativeUpdate(ConnectionEntity, {}, { walkedUntil, nextFarAt: new Date(Date.now() + HOUR) });
    await turn();
    expect(await present()).toMatchObject({ problem: null });
    expect(await em().count(FetchWindowEntity, { doneAt: null })).toBe(0);
    expect(await answers([16, 15, 14, 13, 12, 9])).toEqual([
      [16, 'whole'],
      [15, 'whole'],
      [14, 'no-longer-told'],
      ...[13, 12, 9].map((each) => [each, 'whole']),
    ]);
  });

  it('are refused to whoever doubts days before, with the first day that can be asked for', async () => {
    const actor = { tenantId: connection.tenantId, employeeId: 'boss' };
    const ask = (from: number, to: number) =>
      book.makeAgain(actor, connection, vendor, { from: day(from), to: day(to) }, TERMS);
    await expect(ask(20, 15)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_span',
      errors: [{ field: 'to', message: expect.stringContaining(`${day(KEPT_DAYS)}, the first day`) }],
    });
    await ask(14, 8);
    await turn();
    expect((await em().findOneOrFail(RoundEntity, { kind: 'again' })).outcome).toBe('done');
    expect(vendor.asked.every(({ from }) => +from > begunAt - KEPT_DAYS * DAY - 1_000)).toBe(true);
    expect((await present()).problem).toBeNull();
  });
});
