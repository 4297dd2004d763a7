import { DAY, HOUR, later, MINUTE, provider, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { LostPlace } from '../connection/life/place.js';
import type { ProviderFailure } from '../contract/index.js';
import { FetchWindowEntity } from '../storage/index.js';

describe('what a failure of the vendor means', () => {
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

  describe('for a window whose walk met it', () => {
    it('rests that window alone, longer each time, and says so on its round and connection', async () => {
      await hand.plan(start);
      await hand.restWindow({ kind: 'tryLater' }, 'history');
      expect(await hand.present()).toMatchObject({
        status: 'connected',
        problem: { kind: 'try-later', action: 'wait' },
      });
      expect(await hand.round('history')).toMatchObject({ outcome: 'running', problem: { kind: 'try-later' } });
      expect(await hand.openKinds()).toEqual(['history', 'history']);
      const rests: number[] = [];
      for (let times = 2; times <= 4; times++) {
        await hand.restWindow({ kind: 'tryLater' }, 'history');
        const [window] = await hand.openWindows();
        expect(window?.attempts).toBe(times);
        rests.push((window?.resumeAt?.getTime() ?? 0) - Date.now());
      }
      expect(rests[2]).toBeGreaterThan((rests[0] ?? 0) * 1.5);
    });

    it('parks a round of which every window rests', async () => {
      await hand.plan(start);
      for (const { id } of await hand.openWindows()) {
        await hand.restWindow({ kind: 'tryLater' }, 'history', { choose: (each) => each.id === id });
      }
      expect(await hand.round('history')).toMatchObject({ outcome: 'parked', problem: { kind: 'try-later' } });
    });

    it('keeps the problem as long as anything rests, whatever else arrives', async () => {
      await hand.plan(start);
      await hand.restWindow({ kind: 'tryLater' }, 'history');
      const [failing, ...others] = await hand.openWindows();
      for (const window of others) await hand.finishWindow(window, start);
      await hand.rests.conclude(hand.place, hand.place.wokenAt, 'never');
      expect(await hand.present()).toMatchObject({ problem: { kind: 'try-later' }, completeUntil: null });
      await hand.finishWindow(failing, start);
      expect(await hand.present()).toMatchObject({ problem: null });
      expect(await hand.round('history')).toMatchObject({ outcome: 'done', problem: null });
    });

    it.each<ProviderFailure>([
      { kind: 'unreadable', where: 'page token' },
      { kind: 'unreadable', where: 'status 400' },
      { kind: 'gone' },
      { kind: 'restartListing' },
      { kind: 'tryLater' },
    ])('never stops the connection, however often: %j', async (failure) => {
      await hand.plan(start);
      for (let times = 0; times < 6; times++) await hand.restWindow(failure, 'history');
      expect(await hand.present()).toMatchObject({ status: 'connected', problem: { action: 'wait' } });
    });

    it('cuts it in halves where something else was answered, and each is walked for itself', async () => {
      await hand.plan(start);
      await hand.restWindow({ kind: 'tryLater' }, 'history');
      await hand.restWindow({ kind: 'tryLater' }, 'history', { answeredAt: new Date(Date.now() + 1_000) });
      const spans = (await hand.openWindows()).map(({ fromAt, toAt }) => [+fromAt - +start, +toAt - +start]);
      expect(spans).toEqual([
        [-DAY / 2, 0],
        [-DAY, -DAY / 2],
        [-2 * DAY, -DAY],
        [-3 * DAY, -2 * DAY],
      ]);
      expect((await hand.openWindows()).map(({ isPiece }) => isPiece)).toEqual([true, true, false, false]);
      expect(await hand.openKinds()).toHaveLength(4);
      await hand.finish('history', start);
      expect((await hand.present()).completeUntil).toEqual(start);
    });

    it('says nothing on the connection where it was only compared', async () => {
      await hand.beSteady();
      await hand.change({ nextReconciliationAt: later(HOUR) });
      await hand.plan(later(2 * HOUR));
      await hand.finish('far', later(2 * HOUR));
      await hand.restWindow({ kind: 'unreadable', where: 'page' }, 'reconciliation');
      await hand.restWindow({ kind: 'forbidden' }, 'reconciliation');
      expect(await hand.present()).toMatchObject({ status: 'connected', problem: null });
      expect((await hand.round('reconciliation')).problem).not.toBeNull();
    });
  });

  describe('for all that is asked of the vendor', () => {
    it('rests the connection, longer each time, and tries what is near first', async () => {
      await hand.beSteady();
      const rests: number[] = [];
      for (let times = 1; times <= 4; times++) {
        expect(await hand.restAll({ kind: 'tryLater' })).toBe(true);
        const { attempts, wakeAt, nextNearAt, problem } = await hand.present();
        expect([attempts, problem?.kind]).toEqual([times, 'try-later']);
        expect(wakeAt?.getTime()).toBe(nextNearAt?.getTime());
        rests.push((wakeAt?.getTime() ?? 0) - Date.now());
        await hand.takeAgain();
      }
      expect(rests[3]).toBeGreaterThan((rests[0] ?? 0) * 2);
    });

    it('comes back no sooner than the vendor asked', async () => {
      await hand.beSteady();
      await hand.restAll({ kind: 'slowDown', until: new Date(Date.now() + 2 * HOUR) });
      const { wakeAt, problem } = await hand.present();
      expect(wakeAt?.getTime()).toBeGreaterThan(Date.now() + 2 * HOUR - 5_000);
      expect(problem).toMatchObject({ kind: 'slow-down', action: 'wait' });
    });

    it('does not rest where somebody has woken the connection meanwhile', async () => {
      await hand.beSteady();
      await hand.askFor();
      await hand.restAll({ kind: 'tryLater' });
      expect((await hand.present()).wakeAt?.getTime()).toBeLessThan(Date.now() + 1_000);
    });

    it.each<[ProviderFailure, string]>([
      [{ kind: 'closed', state: 'suspended' }, 'stopped'],
      [{ kind: 'forbidden', missing: ['calls:list'] }, 'stopped'],
    ])('%j: stops the connection, keeps open what was open, and asks for nothing more', async (failure, status) => {
      await hand.plan(start);
      await hand.plan(later(HOUR));
      expect(await hand.restAll(failure)).toBe(false);
      expect(await hand.present()).toMatchObject({
        status,
        wakeAt: null,
        problem: { message: expect.stringContaining('Dialpad') },
      });
      for (const kind of ['far', 'history']) {
        expect(await hand.round(kind)).toMatchObject({ outcome: 'parked', finishedAt: null });
      }
      await expect(hand.plan(later(3 * HOUR))).rejects.toThrow(LostPlace);
    });

    it('takes a fresh token that is not taken for a moment’s trouble, and has somebody reconnect when it does not end', async () => {
      await hand.plan(start);
      for (let times = 1; times <= 2; times++) {
        expect(await hand.restAll({ kind: 'reconnect', reason: 'expired' })).toBe(true);
        expect(await hand.present()).toMatchObject({
          status: 'connected',
          attempts: times,
          problem: { kind: 'reconnect', action: 'wait' },
        });
      }
      expect(await hand.restAll({ kind: 'reconnect', reason: 'expired' })).toBe(false);
      expect(await hand.present()).toMatchObject({ status: 'needs-reconnect', problem: { action: 'reconnect' } });
    });

    it.each<ProviderFailure>([
      { kind: 'misconfigured', what: 'client id or secret' },
      { kind: 'unreadable', where: 'page' },
      { kind: 'gone' },
    ])('%j: waits, tells the operator when it does not end, and stops nobody', async (failure) => {
      await hand.plan(start);
      for (const action of ['wait', 'wait', 'ask-operator', 'ask-operator']) {
        expect(await hand.restAll(failure)).toBe(true);
        expect(await hand.present()).toMatchObject({ status: 'connected', problem: { action } });
      }
    });

    it('lays the rounds down where the grant was found refused, and lets nothing else be noted over that', async () => {
      await hand.plan(start);
      const problem = { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' } as const;
      await hand.change({ status: 'needs-reconnect', problem });
      await expect(hand.restAll({ kind: 'tryLater' })).rejects.toThrow(LostPlace);
      await hand.restAll({ kind: 'reconnect', reason: 'refused' });
      expect(await hand.present()).toMatchObject({ status: 'needs-reconnect', problem: { kind: 'reconnect' } });
      expect(await hand.round('history')).toMatchObject({ outcome: 'parked', problem: { kind: 'reconnect' } });
    });

    it('goes on where it was, once somebody reconnected, and fetches the whole gap after it', async () => {
      await hand.beSteady();
      await hand.restAll({ kind: 'forbidden' });
      await hand.change({ status: 'connected', nextNearAt: null, nextFarAt: null });
      await hand.takeAgain();
      await hand.plan(later(10 * DAY));
      expect(await hand.round('far')).toMatchObject({ fromAt: later(-DAY), toAt: later(10 * DAY) });
    });
  });

  describe('for a poll of what is near', () => {
    it('rests polls alone, and has a far round narrow down what keeps failing', async () => {
      await hand.beSteady();
      await hand.change({ nextFarAt: later(2 * HOUR), wakeAt: later(MINUTE) });
      const once = await hand.rests.restNear(hand.place, provider, { kind: 'tryLater' });
      expect(once).toMatchObject({ attempts: 1, nextFarAt: later(2 * HOUR) });
      expect(await hand.present()).toMatchObject({ problem: { kind: 'try-later' }, wakeAt: later(MINUTE) });
      expect(await hand.rests.restNear(hand.place, provider, { kind: 'tryLater' })).toMatchObject({ nextFarAt: null });
    });

    it('does not let the problem go while windows are walked', async () => {
      await hand.plan(start);
      await hand.rests.restNear(hand.place, provider, { kind: 'tryLater' });
      await hand.finishWindow((await hand.openWindows())[0], start);
      expect(await hand.present()).toMatchObject({ problem: { kind: 'try-later' } });
    });
  });

  describe('for this host', () => {
    it('says that it failed itself, without what the error quotes, and tries again later', async () => {
      await hand.beSteady();
      const error = Object.assign(new Error('Failing row contains (Robin Vale)'), { code: '53100' });
      await hand.rests.restOnOurs(hand.connection.id, error, HOUR);
      const { problem, wakeAt } = await hand.present();
      expect(problem).toMatchObject({
        kind: 'inner',
        action: 'ask-operator',
        message: expect.stringContaining('53100'),
      });
      expect(problem?.message).not.toContain('Robin');
      expect(wakeAt?.getTime()).toBeGreaterThan(Date.now() + HOUR - MINUTE);
      await hand.rests.conclude(hand.place, hand.place.wokenAt, 'never');
      expect((await hand.present()).problem).toBeNull();
    });

    it('says that a phone system is not installed, and looks again within minutes', async () => {
      await hand.beSteady();
      await hand.rests.restUntilInstalled(hand.connection);
      const { problem, wakeAt } = await hand.present();
      expect(problem).toMatchObject({ kind: 'not-installed', action: 'ask-operator' });
      expect(wakeAt?.getTime()).toBeGreaterThan(Date.now() + 30_000);
    });
  });

  describe('at the end of a turn', () => {
    const concluded = async (): Promise<number> => {
      await hand.rests.conclude(hand.place, hand.place.wokenAt, 'never');
      return (await hand.present()).wakeAt?.getTime() ?? 0;
    };

    it('says when something is due again: what is near, a round, or a window whose rest is over', async () => {
      await hand.beSteady();
      await hand.plan(later(MINUTE));
      await hand.finish('far', later(MINUTE));
      const due = { nextNearAt: later(5 * HOUR), nextFarAt: later(4 * HOUR), nextReconciliationAt: later(3 * HOUR) };
      await hand.change({ ...due, matchDue: false });
      await hand.takeAgain();
      expect(await concluded()).toBe(later(3 * HOUR).getTime());
      await hand.takeAgain();
      await hand.plan(later(3 * HOUR));
      await hand.takeAgain();
      expect(await concluded()).toBeLessThanOrEqual(Date.now());
      const resumeAt = later(2 * HOUR);
      await hand.em().nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt });
      await hand.takeAgain();
      expect(await concluded()).toBe(resumeAt.getTime());
    });

    it('keeps what others woke it for meanwhile, and comes back at once where somebody is to be matched', async () => {
      await hand.beSteady();
      await hand.finish('history', start);
      await hand.change({ nextNearAt: later(5 * HOUR), nextFarAt: later(4 * HOUR), matchDue: false });
      await hand.change({ wakeAt: later(2 * MINUTE) });
      expect(await concluded()).toBe(later(2 * MINUTE).getTime());
      await hand.change({ matchDue: true });
      await hand.takeAgain();
      expect(await concluded()).toBeLessThanOrEqual(Date.now());
    });
  });
});
