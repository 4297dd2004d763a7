import { openStage, type Stage } from '../../test/support/stage.js';
import { DAY, HOUR, later, MINUTE, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { LostPlace, takePlace } from '../connection/life/place.js';
import { FetchWindowEntity, RoundEntity } from '../storage/index.js';

describe('the book of rounds', () => {
  let stage: Stage;
  let hand: RoundsInHand;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    hand = await RoundsInHand.begin(stage);
  });

  const windowsOf = async (kind: string): Promise<[Date, Date][]> =>
    (await hand.openWindows()).flatMap((each) => (each.kind === kind ? [[each.fromAt, each.toAt]] : []));

  it('begins with the history, in days from the newest, and makes it once', async () => {
    await hand.plan(start);
    await hand.plan(later(1));
    expect(await hand.rounds()).toMatchObject([
      { kind: 'history', outcome: 'running', fromAt: hand.connection.historyFrom, toAt: start },
    ]);
    const windows = await hand.openWindows();
    expect(windows.map(({ fromAt }) => fromAt)).toEqual([1, 2, 3].map((days) => later(-days * DAY)));
  });

  it('has what was asked for and what is far walked before the history, and beside it', async () => {
    await hand.plan(start);
    await hand.plan(later(HOUR));
    expect(await hand.openKinds()).toEqual(['far', 'far', 'history', 'history', 'history']);
    await hand.finish('far', later(HOUR));
    await hand.askFor();
    expect((await hand.openKinds())[0]).toBe('manual');
    expect((await hand.present()).completeUntil).toBeNull();
  });

  it('has a far round follow the history at once, which finds the calls that were going on', async () => {
    await hand.beSteady();
    expect((await hand.present()).completeUntil).toEqual(start);
    await hand.plan(later(MINUTE));
    expect(await hand.round('far')).toMatchObject({ fromAt: later(-DAY), toAt: later(MINUTE), outcome: 'running' });
    await hand.finish('far', later(MINUTE));
    expect((await hand.present()).completeUntil).toEqual(later(MINUTE));
  });

  it('says nothing of completeness before the last window of the history', async () => {
    await hand.plan(start);
    await hand.finishWindow((await hand.openWindows())[0], start);
    expect(await hand.present()).toMatchObject({ completeUntil: null, lastFetchAt: null });
    expect(await hand.round('history')).toMatchObject({ outcome: 'running', finishedAt: null });
  });

  it('fetches the days that are wanted since a setting was raised, and claims nothing before they are there', async () => {
    await hand.beSteady();
    await hand.plan(later(MINUTE), later(-8 * DAY));
    expect(await windowsOf('history')).toEqual(
      [4, 5, 6, 7, 8].map((days) => [later(-days * DAY), later((1 - days) * DAY)]),
    );
    expect(await hand.round('history')).toMatchObject({ outcome: 'running', fromAt: later(-8 * DAY), toAt: start });
    expect(await hand.present()).toMatchObject({ completeUntil: null, historyFrom: later(-8 * DAY) });
    await hand.finish('history', later(MINUTE));
    expect((await hand.present()).completeUntil).toEqual(start);
    expect((await hand.rounds()).filter(({ kind }) => kind === 'history')).toHaveLength(1);
  });

  it('does so as well where the first days had not been walked yet', async () => {
    await hand.plan(start);
    await hand.plan(later(MINUTE), later(-8 * DAY));
    await hand.finish('history', later(MINUTE));
    const walked = await hand.em().find(FetchWindowEntity, {}, { orderBy: { fromAt: 'asc' } });
    expect([walked[0]?.fromAt, walked.at(-1)?.toAt]).toEqual([later(-8 * DAY), start]);
    for (const [index, { toAt }] of walked.slice(0, -1).entries()) expect(walked[index + 1]?.fromAt).toEqual(toAt);
  });

  describe('a far round that does not get on', () => {
    beforeEach(async () => {
      await hand.beSteady();
      await hand.plan(later(MINUTE));
    });

    it('is left alone as long as it makes progress', async () => {
      await hand.restWindow({ kind: 'tryLater' }, 'far');
      await hand.plan(later(3 * HOUR));
      expect((await hand.rounds()).filter(({ kind }) => kind === 'far')).toHaveLength(1);
    });

    it('is replaced when it only rests: what it walked counts, and what it could not read stays open', async () => {
      const [newest, oldest] = await hand.openWindows();
      await hand.finishWindow(oldest, later(MINUTE));
      await hand.restWindow({ kind: 'tryLater' }, 'far');
      const until = (await hand.present()).completeUntil;
      await hand.plan(later(3 * HOUR));
      const rounds = (await hand.rounds()).filter(({ kind }) => kind === 'far');
      expect(rounds).toMatchObject([{ outcome: 'failed', problem: { kind: 'try-later' } }, { outcome: 'running' }]);
      // The new one reaches from the longest call before what was walked, without the window that fails.
      const failing = [newest?.fromAt, newest?.toAt];
      expect(await windowsOf('far')).toEqual([
        [later(MINUTE), later(3 * HOUR)],
        failing,
        [later(-DAY), later(MINUTE - DAY)],
      ]);
      expect((await hand.present()).completeUntil).toEqual(until);
      await hand.finish('far', later(3 * HOUR));
      expect((await hand.present()).completeUntil).toEqual(later(3 * HOUR));
    });

    it('is asked for anew as a whole where it has walked nothing: the vendor was away', async () => {
      const spans = await windowsOf('far');
      for (const [fromAt] of spans) {
        await hand.restWindow({ kind: 'tryLater' }, 'far', { choose: (each) => +each.fromAt === +fromAt });
      }
      await hand.plan(later(3 * HOUR));
      const asked = await windowsOf('far');
      expect([asked.at(-1)?.[0], asked[0]?.[1]]).toEqual([later(-DAY), later(3 * HOUR)]);
      expect(asked.length).toBeLessThanOrEqual(spans.length + 1);
    });
  });

  describe('a round that is asked for', () => {
    it('reaches back as far as a far one and counts as one', async () => {
      await hand.beSteady();
      const before = new Date();
      await hand.askFor();
      const { fromAt, toAt } = await hand.round('manual');
      expect(fromAt).toEqual(later(-DAY));
      expect(toAt.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
      expect((await hand.present()).nextFarAt?.getTime()).toBe(toAt.getTime() + HOUR);
      await hand.finish('manual', toAt);
      expect((await hand.present()).completeUntil).toEqual(toAt);
    });

    it('is the one that makes progress, where there is one: asked for or far', async () => {
      await hand.beSteady();
      const first = await hand.askFor();
      expect(await hand.askFor()).toBe(first);
      await hand.finish('manual', new Date());
      expect(await hand.askFor()).not.toBe(first);
      await hand.finish('manual', new Date());
      await hand.plan(later(3 * HOUR));
      expect(await hand.askFor()).toBe((await hand.round('far')).id);
    });

    it('is a new one where the other only rests, and tries at once what that could not read', async () => {
      await hand.beSteady();
      const first = await hand.askFor();
      for (const { id } of await hand.openWindows()) {
        await hand.restWindow({ kind: 'tryLater' }, 'manual', { choose: (each) => each.id === id });
      }
      expect(await hand.openKinds()).toEqual([]);
      expect(await hand.askFor()).not.toBe(first);
      expect(await hand.openKinds()).toContain('manual');
    });

    it('wakes the connection', async () => {
      await hand.beSteady();
      await hand.change({ wakeAt: later(DAY) });
      await hand.askFor();
      expect((await hand.present()).wakeAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it('is refused where the connection ended since it was looked at', async () => {
      await hand.beSteady();
      await hand.change({ status: 'stopped' });
      await expect(hand.askFor()).rejects.toMatchObject({ code: 'not_connected' });
      expect((await hand.rounds()).map(({ kind }) => kind)).toEqual(['history']);
    });

    it('is one, however many administrators ask at once', async () => {
      await hand.beSteady();
      const ids = await Promise.all(Array.from({ length: 6 }, () => hand.askFor()));
      expect(new Set(ids).size).toBe(1);
    });
  });

  it('forgets ended rounds after a week, and never the history', async () => {
    await hand.beSteady();
    await hand.plan(later(MINUTE));
    await hand.finish('far', later(MINUTE));
    await hand.em().nativeUpdate(RoundEntity, {}, { finishedAt: new Date(Date.now() - 8 * DAY) });
    await hand.plan(later(2 * HOUR));
    expect((await hand.rounds()).map(({ kind }) => kind).sort()).toEqual(['far', 'history']);
    expect(await hand.em().count(FetchWindowEntity, { roundId: { $ne: (await hand.round('far')).id } })).toBe(3);
  });

  it('is closed to a worker that lost its place', async () => {
    await hand.plan(start);
    await takePlace(stage.tenants, hand.connection);
    await expect(hand.plan(later(HOUR))).rejects.toThrow(LostPlace);
    await expect(hand.restAll({ kind: 'forbidden' })).rejects.toThrow(LostPlace);
    await expect(hand.restWindow({ kind: 'tryLater' }, 'history')).rejects.toThrow(LostPlace);
    expect((await hand.present()).status).toBe('connected');
  });
});
