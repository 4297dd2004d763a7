import fc from 'fast-check';
import type { RoundKind } from '../storage/index.js';
import { dueAfter, type FetchState, farWindow, type PlannedRound, planRounds } from './plan-rounds.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = new Date('2026-11-22T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const intervals = { nearMs: 5 * MINUTE, farMs: HOUR, longestCallMs: 24 * HOUR, reconcileMs: 24 * HOUR };

const state = (more: Partial<FetchState> = {}): FetchState => ({
  historyFrom: later(-720 * HOUR),
  history: 'done',
  open: new Set(),
  completeUntil: later(-HOUR),
  nextNearAt: later(MINUTE),
  nextFarAt: later(30 * MINUTE),
  nextReconciliationAt: later(2 * HOUR),
  ...more,
});

describe('the rounds that are due', () => {
  it('begin with the whole history, and with nothing beside it', () => {
    const first = state({
      history: 'none',
      completeUntil: null,
      nextNearAt: null,
      nextFarAt: null,
      nextReconciliationAt: null,
    });
    expect(planRounds(first, intervals, now)).toEqual({
      rounds: [{ kind: 'history', window: { from: first.historyFrom, to: now } }],
      nextNearAt: later(intervals.nearMs),
      nextFarAt: null,
      nextReconciliationAt: null,
    });
  });

  it('are near ones while the history is walked: no far round before its end', () => {
    const walking = state({ history: 'begun', completeUntil: null, nextNearAt: now, nextFarAt: null });
    expect(planRounds(walking, intervals, now).rounds.map(({ kind }) => kind)).toEqual(['near']);
  });

  it('are a far one instead of a near one where both are due', () => {
    const plan = planRounds(state({ nextNearAt: now, nextFarAt: now }), intervals, now);
    expect(plan.rounds.map(({ kind }) => kind)).toEqual(['far']);
    expect(plan).toMatchObject({ nextNearAt: later(intervals.nearMs), nextFarAt: later(intervals.farMs) });
  });

  it('are none before their time, which then stays as it is', () => {
    const waiting = state();
    const { nextNearAt, nextFarAt, nextReconciliationAt } = waiting;
    expect(planRounds(waiting, intervals, now)).toEqual({ rounds: [], nextNearAt, nextFarAt, nextReconciliationAt });
  });

  it('are not made a second time while one of their kind rests, and come back to where that one ended', () => {
    const due = state({ nextNearAt: now, nextFarAt: now });
    const resting = planRounds({ ...due, open: new Set(['near', 'far']) }, intervals, now);
    expect(resting).toMatchObject({
      rounds: [],
      nextNearAt: later(intervals.nearMs),
      nextFarAt: later(intervals.farMs),
    });
    const asked = planRounds({ ...due, open: new Set(['manual']) }, intervals, now);
    expect(asked.rounds.map(({ kind }) => kind)).toEqual(['near']);

    const old: PlannedRound = { kind: 'far', window: { from: later(-26 * HOUR), to: later(-2 * HOUR) } };
    expect(dueAfter(resting.nextFarAt, old, intervals.farMs)).toEqual(later(-HOUR));
    const fresh: PlannedRound = { kind: 'far', window: { from: later(-24 * HOUR), to: now } };
    expect(dueAfter(resting.nextFarAt, fresh, intervals.farMs)).toEqual(later(intervals.farMs));
    expect(dueAfter(null, fresh, intervals.farMs)).toBeNull();
  });

  it('reach from the present back, never before the history and never past the longest call for nothing', () => {
    const instant = fc.integer({ min: -1000 * HOUR, max: 1000 * HOUR }).map(later);
    fc.assert(
      fc.property(
        fc.record({
          historyFrom: fc.integer({ min: -2000 * HOUR, max: -1 }).map(later),
          history: fc.constantFrom('none' as const, 'begun' as const, 'done' as const),
          completeUntil: fc.option(fc.integer({ min: -1000 * HOUR, max: 0 }).map(later)),
          nextNearAt: fc.option(instant),
          nextFarAt: fc.option(instant),
          nextReconciliationAt: fc.option(instant),
          open: fc
            .subarray(['history', 'near', 'far', 'manual', 'reconciliation'] as const)
            .map((kinds) => new Set<RoundKind>(kinds)),
        }),
        (any) => {
          const { rounds, nextNearAt } = planRounds(any, intervals, now);
          const fresh = rounds.filter(({ kind }) => kind !== 'reconciliation');
          expect(fresh.length).toBeLessThanOrEqual(1);
          expect(rounds.length - fresh.length).toBeLessThanOrEqual(1);
          expect(nextNearAt.getTime()).toBeGreaterThan(fresh.length > 0 ? now.getTime() : -Infinity);
          for (const { kind, window } of fresh) {
            expect(window.to).toEqual(now);
            expect(window.from.getTime()).toBeLessThan(window.to.getTime());
            expect(window.from.getTime()).toBeGreaterThanOrEqual(any.historyFrom.getTime());
            if (kind === 'far' && any.completeUntil !== null) {
              const mustReach = any.completeUntil.getTime() - intervals.longestCallMs;
              expect(window.from.getTime()).toBeLessThanOrEqual(Math.max(mustReach, any.historyFrom.getTime()));
            }
          }
        },
      ),
    );
  });
});

describe('a reconciliation', () => {
  const kinds = (more: Partial<FetchState>) => planRounds(state(more), intervals, now).rounds.map(({ kind }) => kind);

  it('is due once a day, beside whatever else is, and covers seven days of what is claimed to be complete', () => {
    const due = state({ nextReconciliationAt: now, nextFarAt: now });
    const { rounds, nextReconciliationAt } = planRounds(due, intervals, now);
    expect(rounds.map(({ kind }) => kind)).toEqual(['far', 'reconciliation']);
    expect(rounds[1]?.window).toEqual({ from: later(-HOUR - 168 * HOUR), to: due.completeUntil });
    expect(nextReconciliationAt).toEqual(later(24 * HOUR));
    expect(kinds({ nextReconciliationAt: null })).toEqual(['reconciliation']);
    expect(kinds({ nextReconciliationAt: later(1) })).toEqual([]);
  });

  it('is not made before the history is there, nor beside another one, nor before the history begins', () => {
    expect(kinds({ nextReconciliationAt: null, history: 'begun', completeUntil: null })).toEqual([]);
    expect(kinds({ nextReconciliationAt: null, open: new Set(['reconciliation']) })).toEqual([]);
    expect(kinds({ nextReconciliationAt: null, historyFrom: later(-HOUR) })).toEqual([]);
    const young = state({ nextReconciliationAt: null, historyFrom: later(-26 * HOUR) });
    expect(planRounds(young, intervals, now).rounds[0]?.window).toEqual({ from: later(-26 * HOUR), to: later(-HOUR) });
  });
});

describe('the reach of a far round', () => {
  it('goes back by the longest call from what was complete, also over a gap of months', () => {
    const completeUntil = later(-2000 * HOUR);
    const historyFrom = later(-5000 * HOUR);
    expect(farWindow({ completeUntil, historyFrom }, intervals, now)).toEqual({ from: later(-2024 * HOUR), to: now });
  });

  it('goes back by the longest call from the present where nothing is known to be complete', () => {
    expect(farWindow(state({ completeUntil: null }), intervals, now).from).toEqual(later(-24 * HOUR));
  });

  it('does not shrink where a clock was set back', () => {
    expect(farWindow(state({ completeUntil: later(HOUR) }), intervals, now).from).toEqual(later(-24 * HOUR));
  });
});
