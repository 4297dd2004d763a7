import { DAY, HOUR, later, provider, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { AuditEntryEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { dayOf } from '../support/days.js';

const TERMS = { domains: [], phoneSystemLicence: true, timeZone: 'America/New_York', region: 'US', workShift: null };

describe('days that are fetched again', () => {
  let stage: Stage;
  let hand: RoundsInHand;

  const day = (agoDays: number): string => dayOf(later(-agoDays * DAY), TERMS.timeZone);
  const ask = async (fromAgo: number, toAgo: number, terms: object = TERMS): Promise<string> => {
    const { connection, book } = hand;
    const actor = { tenantId: connection.tenantId, employeeId: 'boss' };
    const days = { from: day(fromAgo), to: day(toAgo) };
    return await book.makeAgain(actor, connection, provider, days, { ...TERMS, ...terms });
  };
  const agains = async (): Promise<readonly RoundEntity[]> =>
    (await hand.rounds()).filter(({ kind }) => kind === 'again');

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    hand = await RoundsInHand.begin(stage);
    await hand.beSteady();
    await hand.plan(later(HOUR));
    await hand.finish('far', later(HOUR));
  });

  it('are a round of their own, for whole days of the tenant', async () => {
    const id = await ask(2, 1);
    const round = await hand.round('again');
    expect(round).toMatchObject({ id, outcome: 'running' });
    const { fromAt, toAt } = round;
    expect([fromAt, new Date(+fromAt - 1)].map((at) => dayOf(at, TERMS.timeZone))).toEqual([day(2), day(3)]);
    expect([new Date(+toAt - 1), toAt].map((at) => dayOf(at, TERMS.timeZone))).toEqual([day(1), day(0)]);
    const windows = await hand.em().find(FetchWindowEntity, { roundId: id });
    expect(windows.reduce((sum, window) => sum + +window.toAt - +window.fromAt, 0)).toBe(+toAt - +fromAt);
  });

  it('are the same round for whoever asks for them while it is open, and are written down once', async () => {
    const id = await ask(2, 0);
    expect(await ask(2, 0)).toBe(id);
    expect(await ask(1, 1)).toBe(id);
    expect(await agains()).toHaveLength(1);
    expect(await hand.em().find(AuditEntryEntity, { action: 'fetch' })).toMatchObject([
      { actor: 'boss', subject: hand.connection.id, details: { from: day(2), to: day(0) } },
    ]);
    await hand.finish('again', new Date());
    expect(await ask(2, 0)).not.toBe(id);
  });

  it('wait for no other days, and other days wait for them', async () => {
    await ask(1, 1);
    await expect(ask(2, 2)).rejects.toMatchObject({
      status: 409,
      code: 'fetching_again',
      message: expect.stringContaining(day(1)),
    });
    await hand.finish('again', new Date());
    await ask(2, 2);
    expect((await agains()).map(({ outcome }) => outcome)).toEqual(['done', 'running']);
  });

  it('give their place to others where they only rest', async () => {
    const id = await ask(1, 1);
    for (const { id: window } of await hand.openWindows())
      await hand.restWindow({ kind: 'tryLater' }, 'again', { choose: (each) => each.id === window });
    expect(await hand.round('again')).toMatchObject({ outcome: 'parked' });
    expect(await hand.openKinds()).not.toContain('again');
    // Who asks for the same tries it at once.
    expect(await ask(1, 1)).toBe(id);
    expect(await hand.openKinds()).toContain('again');
    await ask(2, 2);
    expect((await agains()).map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ['failed', null],
      ['running', null],
    ]);
  });

  it('stay known: whatever becomes of the round, what is complete stays so, and nobody else waits', async () => {
    const { completeUntil } = await hand.present();
    expect(completeUntil).not.toBeNull();
    await ask(1, 0);
    for (const { id } of await hand.openWindows())
      await hand.restWindow({ kind: 'unreadable', where: 'items' }, 'again', { choose: (each) => each.id === id });
    expect(await hand.present()).toMatchObject({ completeUntil, problem: null, status: 'connected' });
    await hand.plan(later(3 * HOUR));
    const far = await hand.round('far');
    const windows = await hand.em().find(FetchWindowEntity, { roundId: far.id });
    // A far round asks for all that it reaches back to.
    expect(windows.reduce((sum, { fromAt, toAt }) => sum + +toAt - +fromAt, 0)).toBe(+far.toAt - +far.fromAt);
    await hand.finish('far', later(3 * HOUR));
    const after = await hand.present();
    expect(+(after.completeUntil ?? 0)).toBeGreaterThan(+(completeUntil ?? 0));
    expect(after.problem).toBeNull();
    await hand.finish('again', new Date());
    expect(await hand.round('again')).toMatchObject({ outcome: 'done', difference: 0, problem: null });
  });

  it('end in words where the vendor lists them not even a day later, and are asked for no longer', async () => {
    const id = await ask(2, 1);
    const began = async (agoMs: number): Promise<void> => {
      await hand.em().nativeUpdate(RoundEntity, { id }, { startedAt: new Date(Date.now() - agoMs) });
    };
    await hand.finishWindow((await hand.openWindows())[0], new Date());
    const left = (await hand.openWindows()).map(({ id: window }) => window);
    for (const window of left)
      await hand.restWindow({ kind: 'tryLater' }, 'again', { choose: (each) => each.id === window });
    await began(25 * HOUR);
    // What has failed once may have failed of a moment.
    await hand.restWindow({ kind: 'tryLater' }, 'again', { choose: ({ isFailing }) => isFailing });
    expect(await hand.round('again')).toMatchObject({
      outcome: 'failed',
      problem: {
        message:
          'Dialpad did not list all of these days within a day, and is not asked for them any longer. What is stored of them is kept. Fetch them again once Dialpad is well.',
        action: 'wait',
      },
    });
    expect(await hand.openKinds(new Date(Date.now() + DAY))).not.toContain('again');
    expect(await ask(2, 1)).not.toBe(id);
  });

  it('are asked for as long as a day, and after a pause once more', async () => {
    const id = await ask(2, 1);
    const fail = async (choose: (window: { readonly isFailing: boolean }) => boolean): Promise<void> =>
      await hand.restWindow({ kind: 'tryLater' }, 'again', { choose });
    await fail(() => true);
    await fail(({ isFailing }) => isFailing);
    expect(await hand.round('again')).toMatchObject({ outcome: 'running' });
    // Nobody was connected meanwhile: what was never tried may be well.
    await hand.em().nativeUpdate(RoundEntity, { id }, { startedAt: new Date(Date.now() - 3 * DAY) });
    await fail(({ isFailing }) => isFailing);
    await fail(({ isFailing }) => !isFailing);
    expect(await hand.round('again')).toMatchObject({ outcome: 'parked' });
  });

  it('alarm nobody with what was missing', async () => {
    const id = await ask(1, 1);
    await hand.em().nativeUpdate(FetchWindowEntity, { roundId: id }, { missing: 2 });
    await hand.finish('again', new Date());
    expect((await hand.round('again')).difference).toBeGreaterThan(0);
    expect((await hand.present()).lastDifference).toBeNull();
  });

  it('are six rounds a minute with those by hand, and no more', async () => {
    for (let time = 0; time < 6; time++) {
      await ask(1, 1);
      await hand.em().nativeUpdate(RoundEntity, { kind: 'again' }, { outcome: 'done', finishedAt: new Date() });
    }
    await expect(ask(1, 1)).rejects.toMatchObject({ status: 429, code: 'too_many_fetches' });
  });

  it('are days of which calls are kept: of the history, by retention and by the terms', async () => {
    await expect(ask(5, 1)).rejects.toMatchObject({ code: 'invalid_span' });
    await expect(ask(3, 1, { retentionDays: 1 })).rejects.toMatchObject({ code: 'invalid_span' });
    await hand.change({ keptFrom: later(-DAY) });
    await expect(ask(2, 1)).rejects.toMatchObject({ code: 'invalid_span' });
    await ask(1, 1);
  });

  it('are refused where nothing is connected', async () => {
    await hand.change({ status: 'disconnected' });
    await expect(ask(1, 1)).rejects.toMatchObject({ status: 409, code: 'not_connected' });
  });

  it('begin at once, though the history is still being fetched', async () => {
    hand = await RoundsInHand.begin(stage);
    await hand.plan(start);
    await ask(1, 1);
    expect((await hand.openKinds())[0]).toBe('again');
  });
});
