import { farWindow, type FetchState, isNearDue, nearWindow, planRounds } from './plan-rounds.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = new Date('2026-11-22T12:00:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const ahead = (ms: number): Date => ago(-ms);

const intervals = { nearMs: 5 * MINUTE, farMs: HOUR, longestCallMs: DAY, reconcileMs: DAY };

/** A connection that is up to date, of which nothing is due. */
const steady: FetchState = {
  historyFrom: ago(30 * DAY),
  keptFrom: null,
  completeUntil: ago(10 * MINUTE),
  walkedUntil: ago(10 * MINUTE),
  nextNearAt: ahead(1),
  nextFarAt: ahead(1),
  nextReconciliationAt: ahead(1),
  againFrom: null,
  attempts: 0,
};
const plan = (more: Partial<FetchState>, wantedFrom = ago(30 * DAY)) =>
  planRounds({ ...steady, ...more }, intervals, wantedFrom, NOW);

describe('the rounds that are due', () => {
  it('ask again for what is stored again, as far back as calls are kept, once anything was walked', () => {
    const again = (from: number, more: Partial<FetchState> = {}) => plan({ againFrom: ago(from), ...more });
    expect(again(3 * DAY)).toEqual([{ kind: 'again', window: { from: ago(3 * DAY), to: NOW } }]);
    expect(again(90 * DAY)).toEqual([{ kind: 'again', window: { from: ago(30 * DAY), to: NOW } }]);
    expect(again(3 * DAY, { keptFrom: ago(2 * DAY) }).find(({ kind }) => kind === 'again')?.window.from).toEqual(
      ago(2 * DAY),
    );
    expect(again(3 * DAY, { walkedUntil: null }).map(({ kind }) => kind)).toEqual(['history']);
    expect(again(-DAY)).toEqual([]);
  });

  it('are none before their time', () => {
    expect(plan({})).toEqual([]);
    expect(isNearDue(steady, NOW)).toBe(false);
  });

  it('are the history alone after the first connect, as far back as calls are wanted', () => {
    const fresh = { walkedUntil: null, completeUntil: null, nextNearAt: null, nextFarAt: null };
    expect(plan(fresh)).toEqual([{ kind: 'history', window: { from: ago(30 * DAY), to: NOW } }]);
    expect(plan(fresh, ago(40 * DAY))).toEqual([{ kind: 'history', window: { from: ago(40 * DAY), to: NOW } }]);
    expect(isNearDue({ ...steady, ...fresh }, NOW)).toBe(false);
  });

  it('are far ones also while the history is open: new calls wait for nothing', () => {
    expect(plan({ completeUntil: null, nextFarAt: null })).toMatchObject([{ kind: 'far' }]);
  });

  it('bring the days that are wanted and were never asked for, once their setting was raised', () => {
    expect(plan({ historyFrom: ago(2 * DAY) }, ago(8 * DAY))).toEqual([
      { kind: 'history', window: { from: ago(8 * DAY), to: ago(2 * DAY) } },
    ]);
    expect(plan({ historyFrom: ago(8 * DAY) }, ago(2 * DAY))).toEqual([]);
  });

  it('bring days that were deleted and are kept for longer now', () => {
    expect(plan({ keptFrom: ago(3 * DAY) }, ago(20 * DAY))).toEqual([
      { kind: 'history', window: { from: ago(20 * DAY), to: ago(3 * DAY) } },
    ]);
  });

  it('bring nothing again because a day began: retention goes by days', () => {
    expect(plan({ keptFrom: ago(20 * DAY - 23 * HOUR) }, ago(20 * DAY))).toEqual([]);
  });

  it('reach from the longest call before what was walked, after a gap of any length', () => {
    expect(plan({ nextFarAt: NOW })).toEqual([{ kind: 'far', window: { from: ago(10 * MINUTE + DAY), to: NOW } }]);
    expect(plan({ nextFarAt: NOW, walkedUntil: ago(9 * DAY) })).toEqual([
      { kind: 'far', window: { from: ago(10 * DAY), to: NOW } },
    ]);
  });

  it('reach no farther back than calls are provided for or kept', () => {
    expect(farWindow({ ...steady, historyFrom: ago(HOUR) }, intervals, NOW).from).toEqual(ago(HOUR));
    expect(farWindow({ ...steady, keptFrom: ago(2 * HOUR) }, intervals, NOW).from).toEqual(ago(2 * HOUR));
  });

  it('do not go by a clock that said more than is possible', () => {
    expect(farWindow({ ...steady, walkedUntil: ahead(DAY) }, intervals, NOW)).toEqual({ from: ago(DAY), to: NOW });
  });

  it('compare the last seven days of what is complete', () => {
    expect(plan({ nextReconciliationAt: NOW })).toEqual([
      { kind: 'reconciliation', window: { from: ago(10 * MINUTE + 7 * DAY), to: ago(10 * MINUTE) } },
    ]);
    expect(plan({ nextReconciliationAt: NOW, completeUntil: null })).toEqual([]);
  });

  it('compare nothing that retention has deleted, nor may delete meanwhile', () => {
    const kept = (days: number) => plan({ nextReconciliationAt: NOW, keptFrom: ago(days * DAY) }, ago(days * DAY));
    expect(kept(3)).toEqual([{ kind: 'reconciliation', window: { from: ago(2 * DAY), to: ago(10 * MINUTE) } }]);
    const [empty] = kept(1);
    expect(empty?.window.from).toEqual(empty?.window.to);
  });
});

describe('what is near', () => {
  it('is an hour and the interval, and never more than is provided for', () => {
    expect(nearWindow(steady, intervals, NOW)).toEqual({ from: ago(HOUR + 5 * MINUTE), to: NOW });
    expect(nearWindow({ ...steady, historyFrom: ago(MINUTE) }, intervals, NOW).from).toEqual(ago(MINUTE));
  });

  it('is shorter with each poll that failed, down to what came since the last', () => {
    const reach = (attempts: number): number =>
      NOW.getTime() - nearWindow({ ...steady, attempts }, intervals, NOW).from.getTime();
    expect([0, 1, 2, 3, 9].map((attempts) => reach(attempts) / MINUTE)).toEqual([65, 16.25, 6, 6, 6]);
  });

  it('is due when its time has come, and in the first moment', () => {
    expect(isNearDue({ ...steady, nextNearAt: NOW }, NOW)).toBe(true);
    expect(isNearDue({ ...steady, nextNearAt: null }, NOW)).toBe(true);
  });
});
