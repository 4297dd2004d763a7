import { DAY, HOUR, later, MINUTE, provider, RoundsInHand, start } from '../../test/support/rounds-in-hand.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { LostPlace } from '../connection/place.js';
import type { ProviderFailure } from '../contract/index.js';
import { FetchWindowEntity, RoundEntity } from '../storage/index.js';

describe('rounds that rest', () => {
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

  /** The vendor has refused to renew the grant, and whoever asked noted it. */
  const refused = async (): Promise<void> => {
    const problem = { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' } as const;
    await hand.change({ status: 'needs-reconnect', problem });
    await hand.rest({ kind: 'reconnect', reason: 'refused' }, null);
  };

  describe('after a failure that passes', () => {
    it('rests the round that failed, says why and until when, and lets the others go on', async () => {
      await hand.plan(start);
      await hand.plan(later(5 * MINUTE));
      await hand.rest({ kind: 'tryLater' }, (await hand.round('near')).id);
      const near = await hand.round('near');
      expect(near).toMatchObject({ outcome: 'parked', attempts: 1, problem: { kind: 'try-later', action: 'wait' } });
      expect(near.resumeAt?.getTime()).toBeGreaterThan(Date.now());
      expect(await hand.present()).toMatchObject({ status: 'connected', problem: { kind: 'try-later' } });
      expect(await hand.openKinds()).toEqual(['history', 'history', 'history']);
      expect(await hand.openKinds(near.resumeAt ?? new Date(0))).toContain('near');
    });

    it('rests once for walks of one round that fail together, and longer each time after', async () => {
      await hand.plan(start);
      const { id } = await hand.round('history');
      await hand.rest({ kind: 'tryLater' }, id);
      const once = await hand.round('history');
      await hand.rest({ kind: 'tryLater' }, id);
      expect(await hand.round('history')).toMatchObject({ attempts: 1, resumeAt: once.resumeAt });
      const over = { resumeAt: new Date(Date.now() - 1) };
      await hand.em().nativeUpdate(RoundEntity, { id }, over);
      await hand.rest({ kind: 'tryLater' }, id);
      expect((await hand.round('history')).attempts).toBe(2);
    });

    it('comes back no sooner than the vendor asked', async () => {
      await hand.plan(start);
      const until = new Date(Date.now() + 2 * HOUR);
      await hand.rest({ kind: 'slowDown', until }, null);
      expect(await hand.round('history')).toMatchObject({ resumeAt: until, problem: { kind: 'slow-down' } });
    });

    it('forgets the failure and the problem once a window was walked to its end, and not while another round rests', async () => {
      await hand.plan(start);
      await hand.plan(later(5 * MINUTE));
      await hand.rest({ kind: 'tryLater' }, (await hand.round('near')).id);
      const finishOne = async (): Promise<void> => {
        const window = (await hand.book.openWindows(hand.place, new Date(), 400)).at(-1);
        await hand.finishWindow(window, start);
      };
      await finishOne();
      expect(await hand.present()).toMatchObject({ problem: { kind: 'try-later' } });
      await hand.wake((await hand.round('near')).id);
      await finishOne();
      expect(await hand.present()).toMatchObject({ status: 'connected', problem: null });
      expect((await hand.round('history')).outcome).toBe('running');
    });

    it('forgets everything of it with the end of the round', async () => {
      await hand.plan(start);
      await hand.rest({ kind: 'tryLater' }, null);
      await hand.finish('history', start);
      expect(await hand.round('history')).toMatchObject({
        outcome: 'done',
        attempts: 0,
        resumeAt: null,
        problem: null,
      });
      expect(await hand.present()).toMatchObject({ problem: null });
    });
  });

  describe('after a failure that needs somebody', () => {
    it.each<[ProviderFailure, string]>([
      [{ kind: 'closed', state: 'suspended' }, 'stopped'],
      [{ kind: 'forbidden', missing: ['calls:list'] }, 'stopped'],
    ])('%j: ends the rounds, keeps the history open, and asks for nothing more', async (failure, status) => {
      await hand.plan(start);
      await hand.plan(later(5 * MINUTE));
      await hand.rest(failure, (await hand.round('near')).id);
      expect(await hand.present()).toMatchObject({ status, problem: { message: expect.stringContaining('Dialpad') } });
      expect(await hand.round('near')).toMatchObject({ outcome: 'failed', finishedAt: expect.any(Date) });
      expect(await hand.round('history')).toMatchObject({ outcome: 'parked', resumeAt: null, finishedAt: null });
      await expect(hand.plan(later(HOUR))).rejects.toThrow(LostPlace);
    });

    it.each<ProviderFailure>([{ kind: 'unreadable', where: 'page' }, { kind: 'gone' }])(
      '%j: takes one odd answer for a moment’s, and stops when they do not end',
      async (failure) => {
        await hand.plan(start);
        const { id } = await hand.round('history');
        for (const times of [1, 2]) {
          await hand.rest(failure, id);
          expect(await hand.present()).toMatchObject({ status: 'connected', problem: { action: 'wait' } });
          expect(await hand.round('history')).toMatchObject({ outcome: 'parked', attempts: times });
          await hand.wake(id);
        }
        await hand.rest(failure, id);
        expect(await hand.present()).toMatchObject({ status: 'stopped', problem: { action: 'ask-operator' } });
      },
    );

    it('takes a fresh token that is not taken for a moment’s trouble, and has somebody reconnect when it does not end', async () => {
      await hand.plan(start);
      const { id } = await hand.round('history');
      for (let times = 1; times <= 2; times++) {
        await hand.rest({ kind: 'reconnect', reason: 'expired' }, id);
        expect(await hand.present()).toMatchObject({
          status: 'connected',
          problem: { kind: 'reconnect', action: 'wait' },
        });
        expect(await hand.round('history')).toMatchObject({ outcome: 'parked', attempts: times });
        await hand.wake(id);
      }
      await hand.rest({ kind: 'reconnect', reason: 'expired' }, id);
      expect(await hand.present()).toMatchObject({ status: 'needs-reconnect', problem: { action: 'reconnect' } });
    });

    it('does not go on because another window’s odd answer is only its first', async () => {
      await hand.plan(start);
      const { id } = await hand.round('history');
      for (let times = 0; times < 3; times++) await hand.rest({ kind: 'gone' }, id);
      const [other] = await hand
        .em()
        .find(FetchWindowEntity, { roundId: id, doneAt: null }, { orderBy: { fromAt: 'desc' } });
      expect(await hand.rests.rest(hand.place, provider, { kind: 'gone' }, other ?? null)).toBe(false);
      expect(await hand.present()).toMatchObject({ status: 'stopped', problem: { action: 'ask-operator' } });
      expect(await hand.round('history')).toMatchObject({ problem: { action: 'ask-operator' } });
    });

    it('waits where a setting of the host does not fit, says so when it does not end, and stops nobody', async () => {
      await hand.plan(start);
      const { id } = await hand.round('history');
      for (const action of ['wait', 'wait', 'ask-operator', 'ask-operator']) {
        await hand.rest({ kind: 'misconfigured', what: 'client id or secret' }, id);
        expect(await hand.present()).toMatchObject({ status: 'connected', problem: { kind: 'misconfigured', action } });
        expect(await hand.round('history')).toMatchObject({ outcome: 'parked', problem: { action } });
        await hand.wake(id);
      }
      // It does not count against the vendor, whose next odd answer is its first.
      await hand.rest({ kind: 'gone' }, id);
      expect(await hand.present()).toMatchObject({ status: 'connected', problem: { kind: 'gone', action: 'wait' } });
    });

    it.each([null, 'history'])('does not take outages for odd answers (%s)', async (kind) => {
      await hand.plan(start);
      const id = kind && (await hand.round(kind)).id;
      for (const failure of [
        { kind: 'tryLater' },
        { kind: 'tryLater' },
        { kind: 'gone' },
        { kind: 'tryLater' },
      ] as const) {
        await hand.rest(failure, id);
      }
      await hand.rest({ kind: 'gone' }, id);
      expect(await hand.present()).toMatchObject({ status: 'connected' });
      await hand.rest({ kind: 'gone' }, id);
      expect(await hand.present()).toMatchObject({ status: 'stopped', problem: { kind: 'gone' } });
    });

    it('lays the rounds down where the grant was found refused, and lets nothing else be noted over that', async () => {
      await hand.plan(start);
      const problem = { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' } as const;
      await hand.change({ status: 'needs-reconnect', problem });
      await expect(hand.rest({ kind: 'tryLater' }, null)).rejects.toThrow(LostPlace);
      await hand.rest({ kind: 'reconnect', reason: 'refused' }, null);
      expect(await hand.present()).toMatchObject({ status: 'needs-reconnect', problem: { kind: 'reconnect' } });
      expect(await hand.round('history')).toMatchObject({ outcome: 'parked', problem: { kind: 'reconnect' } });
    });

    it('goes on with the history where it was, once somebody reconnected', async () => {
      await hand.plan(start);
      await refused();
      await hand.change({ status: 'connected', nextNearAt: null });
      await hand.takeAgain();
      await hand.plan(later(10 * MINUTE));
      expect(await hand.openKinds()).toEqual(['near', 'history', 'history', 'history']);
    });

    it('fetches the whole gap after it, from the longest call before what was complete', async () => {
      await hand.beSteady();
      await refused();
      await hand.change({ status: 'connected', nextNearAt: null, nextFarAt: null });
      await hand.takeAgain();
      await hand.plan(later(10 * DAY));
      expect(await hand.round('far')).toMatchObject({ fromAt: later(-DAY), toAt: later(10 * DAY) });
    });
  });
});
