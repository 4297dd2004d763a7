import { openStage, type Stage } from '../../test/support/stage.js';
import { DAY, HOUR, later, MINUTE, provider, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { LostPlace, takePlace } from '../connection/place.js';
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

  it('begins with the history, in days from the newest, and makes it once', async () => {
    await hand.plan(start);
    await hand.plan(later(1));
    expect(await hand.rounds()).toMatchObject([
      { kind: 'history', outcome: 'running', fromAt: hand.connection.historyFrom, toAt: start },
    ]);
    const windows = await hand.book.openWindows(hand.place, start, 400);
    expect(windows.map(({ fromAt }) => fromAt)).toEqual([1, 2, 3].map((days) => later(-days * DAY)));
  });

  it('lets near rounds go first while the history is walked, and what was asked for before them', async () => {
    await hand.plan(start);
    await hand.plan(later(5 * MINUTE));
    await hand.book.makeManual(hand.connection, provider, later(6 * MINUTE));
    expect(await hand.openKinds()).toEqual(['manual', 'near', 'history', 'history', 'history']);
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
    const [window] = await hand.book.openWindows(hand.place, start, 400);
    await hand.finishWindow(window, start);
    expect(await hand.present()).toMatchObject({ completeUntil: null, lastFetchAt: null });
    expect(await hand.round('history')).toMatchObject({ outcome: 'running', finishedAt: null });
  });

  describe('a round that is asked for', () => {
    it('reaches back as far as a far one and counts as one', async () => {
      await hand.beSteady();
      await hand.book.makeManual(hand.connection, provider, later(MINUTE));
      expect(await hand.round('manual')).toMatchObject({ fromAt: later(-DAY), toAt: later(MINUTE) });
      expect((await hand.present()).nextFarAt).toEqual(later(MINUTE + HOUR));
      await hand.finish('manual', later(MINUTE));
      expect((await hand.present()).completeUntil).toEqual(later(MINUTE));
    });

    it('is the one that is under way where there is one: running, resting or far', async () => {
      await hand.beSteady();
      const asked = (minutes = 2) => hand.book.makeManual(hand.connection, provider, later(minutes * MINUTE));
      const first = await asked();
      expect(await asked()).toBe(first);
      await hand.rest({ kind: 'tryLater' }, first);
      expect(await asked()).toBe(first);
      await hand.finish('manual', later(2 * MINUTE));
      expect(await asked(3)).not.toBe(first);
      await hand.finish('manual', later(3 * MINUTE));
      await hand.plan(later(3 * HOUR));
      expect(await asked()).toBe((await hand.round('far')).id);
    });

    it('goes on at once where it rests, unless the vendor asked for silence', async () => {
      await hand.beSteady();
      const id = await hand.book.makeManual(hand.connection, provider, later(MINUTE));
      await hand.rest({ kind: 'tryLater' }, id);
      expect(await hand.openKinds()).toEqual([]);
      await hand.book.makeManual(hand.connection, provider, later(MINUTE));
      expect(await hand.openKinds()).toContain('manual');
      await hand.rest({ kind: 'slowDown', until: new Date(Date.now() + HOUR) }, id);
      await hand.book.makeManual(hand.connection, provider, later(MINUTE));
      expect(await hand.openKinds()).toEqual([]);
    });

    it('is refused where the connection ended since it was looked at', async () => {
      await hand.beSteady();
      await hand.change({ status: 'stopped' });
      await expect(hand.book.makeManual(hand.connection, provider, later(MINUTE))).rejects.toMatchObject({
        code: 'not_connected',
      });
      expect((await hand.rounds()).map(({ kind }) => kind)).toEqual(['history']);
    });

    it('is one, however many administrators ask at once', async () => {
      await hand.beSteady();
      const ids = await Promise.all(
        Array.from({ length: 6 }, () => hand.book.makeManual(hand.connection, provider, later(MINUTE))),
      );
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
    expect(await hand.em().count(FetchWindowEntity, {})).toBe(3 + 2);
  });

  it('is closed to a worker that lost its place', async () => {
    await hand.plan(start);
    await takePlace(stage.tenants, hand.connection);
    await expect(hand.plan(later(HOUR))).rejects.toThrow(LostPlace);
    await expect(hand.rest({ kind: 'forbidden' }, null)).rejects.toThrow(LostPlace);
    expect((await hand.present()).status).toBe('connected');
  });
});
