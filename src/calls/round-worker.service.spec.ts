import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { aRoundWorker } from '../../test/support/round-worker.js';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import type { PhoneSystemProvider } from '../contract/index.js';
import { CallRecordEntity, ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import type { FaultKind } from '../testing/simulator/index.js';
import { takePlace } from '../connection/life/place.js';
import { RoundBook } from './round-book.service.js';
import type { RoundWorker } from './round-worker.service.js';
import { WindowWalker } from './window-walker.service.js';

const DAY = 86_400_000;
const nobodyWaits = (): Promise<boolean> => Promise.resolve(false);

describe('a worker at its rounds, with Dialpad', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let book: RoundBook;
  let worker: RoundWorker;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ historyDays: 2 });
    book = new RoundBook(stage.tenants, stage.settings);
    worker = aRoundWorker(stage, book);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
  });

  afterEach(async () => {
    await desk.close();
  });

  const run = async (signal = new AbortController().signal, handsOver = nobodyWaits): Promise<void> => {
    const connection = await desk.only();
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error(`The connection is ${connection.status}.`);
    const session = desk.sessions.open(connection, desk.provider, signal);
    const wantedFrom = connection.historyFrom;
    await worker.run({ place, provider: desk.provider, session, timeZone: 'America/New_York', wantedFrom }, handsOver);
  };
  const stored = async (): Promise<string[]> =>
    (await stage.tenants.of(desk.tenantId).find(CallRecordEntity, {})).map(({ externalId }) => externalId).sort();
  const atDialpad = async (): Promise<string[]> =>
    desk.dialpad
      .calls('acme.example', (await desk.only()).historyFrom, new Date())
      .map(({ id }) => id)
      .sort();
  const outcomes = async (): Promise<string[]> =>
    (await stage.tenants.of(desk.tenantId).find(RoundEntity, {}))
      .map(({ kind, outcome }) => `${kind} ${outcome}`)
      .sort();
  /** What rests goes on at once. */
  const wake = async (): Promise<void> => {
    await stage.tenants.of(desk.tenantId).nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { nextNearAt: null });
  };

  it('fetches the history and the far round after it, and has every call once', async () => {
    await run();
    await run();
    expect(await outcomes()).toEqual(['far done', 'history done']);
    expect((await stored()).length).toBeGreaterThan(20);
    expect(await stored()).toEqual(await atDialpad());
    const { completeUntil } = await desk.only();
    expect(Date.now() - (completeUntil?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it.each<FaultKind>([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, retryAfter: 1 },
    { kind: 'html', status: 200 },
    { kind: 'empty', status: 200 },
    { kind: 'truncated' },
    { kind: 'reset' },
  ])('ends with every call once, although the list fails again and again: %j', async (answer) => {
    desk.dialpad.faults.plan({ path: '/api/v2/call', after: 2, times: 9, answer });
    await run();
    await eventually(async () => {
      await wake();
      await run();
      // The near poll may be the last that fails, when all rounds are done: its next one takes the problem back.
      const isOver = (await desk.only()).problem === null;
      return isOver && (await outcomes()).every((outcome) => outcome.endsWith(' done'));
    });
    expect(await stored()).toEqual(await atDialpad());
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });

  it('goes on where it was after it was stopped in the middle', async () => {
    const stop = new AbortController();
    const windowsDone = () => stage.tenants.of(desk.tenantId).count(FetchWindowEntity, { doneAt: { $ne: null } });
    const stopped = run(stop.signal);
    await eventually(async () => (await stored()).length > 0);
    stop.abort();
    await stopped;
    const before = await windowsDone();
    await run();
    expect(await windowsDone()).toBeGreaterThan(before);
    expect(await stored()).toEqual(await atDialpad());
  });

  it('stops without a complaint when another worker takes over, which then finds everything', async () => {
    const first = run();
    await eventually(async () => (await stored()).length > 0);
    await run();
    await first;
    expect(await stored()).toEqual(await atDialpad());
  });

  it('has the administrator reconnect where the grant was taken back, and asks for nothing more', async () => {
    desk.dialpad.revokeGrants();
    await run();
    expect(await desk.only()).toMatchObject({ status: 'needs-reconnect', problem: { action: 'reconnect' } });
    const asked = desk.dialpad.requests.length;
    await expect(run()).rejects.toThrow('needs-reconnect');
    expect(desk.dialpad.requests.length).toBe(asked);

    expect(await desk.complete(desk.grant('ida@acme.example'))).toBe('connected');
    await run();
    expect(await stored()).toEqual(await atDialpad());
  });

  it('finds a long call under the time at which it began, once it has ended', async () => {
    await run();
    await run();
    const target = desk.dialpad.company('acme.example').users[0];
    if (target === undefined) throw new Error('Nobody is there.');
    const call = desk.dialpad.addCall('acme.example', {
      direction: 'outbound',
      startedAt: Date.now() - 0.9 * DAY,
      connectedAt: Date.now() - 0.9 * DAY,
      endedAt: Date.now() - 1_000,
      target: { id: target.id, type: 'user', name: 'Dana Reyes', email: 'dana@acme.example', phone: '+14155550170' },
    });
    await run();
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { nextNearAt: null });
    await run();
    expect(await stored()).not.toContain(call.id);
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { nextFarAt: null });
    await run();
    expect(await stored()).toContain(call.id);
  });

  it('asks for what is near, and for what was asked for, while walks of the history take long', async () => {
    const quick = new RoundBook(stage.tenants, { ...stage.settings, fetchEverySeconds: 1 });
    const place = await takePlace(stage.tenants, await desk.only());
    if (place === null) throw new Error('The connection could not be taken.');
    let goOn = (): void => undefined;
    const long = new Promise<void>((resolve) => (goOn = resolve));
    let walks = 0;
    // The two days of the history come first.
    const provider = Object.assign(Object.create(desk.provider) as PhoneSystemProvider, {
      async *listCalls() {
        if (++walks <= 2) await long;
        yield await Promise.resolve({ items: [] });
      },
    });
    const session = desk.sessions.open(place.connection, provider, new AbortController().signal);
    const { historyFrom: wantedFrom } = place.connection;
    const running = aRoundWorker(stage, quick).run(
      { place, provider, session, timeZone: 'UTC', wantedFrom },
      nobodyWaits,
    );
    await eventually(async () => (await outcomes()).includes('near done'));
    await quick.makeManual(place.connection, provider);
    await eventually(async () => (await outcomes()).includes('manual done'));
    expect(await outcomes()).toContain('history running');
    goOn();
    await running;
    expect(await outcomes()).toContain('history done');
  });

  it('hands its place over between two windows to others who wait, and goes on in its next turn', async () => {
    let asked = 0;
    await run(undefined, () => Promise.resolve(++asked > 1));
    expect(await outcomes()).toEqual(['history running']);
    const some = (await stored()).length;
    await run();
    expect(await outcomes()).toContain('history done');
    expect(await stored()).toEqual(await atDialpad());
    expect(some).toBeLessThan((await stored()).length);
  });

  it('lets nothing go on behind its back when the database fails it', async () => {
    const failing = aRoundWorker(
      stage,
      book,
      Object.assign(Object.create(WindowWalker.prototype) as WindowWalker, {
        walk: (): Promise<never> => Promise.reject(new Error('connection lost')),
      }),
    );
    const connection = await desk.only();
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const session = desk.sessions.open(connection, desk.provider, new AbortController().signal);
    const walk = {
      place,
      provider: desk.provider,
      session,
      timeZone: 'UTC',
      wantedFrom: connection.historyFrom,
    };
    await expect(failing.run(walk, nobodyWaits)).rejects.toThrow('connection lost');
    expect(await desk.only()).toMatchObject({ status: 'connected', problem: null });
  });
});
