import fc from 'fast-check';
import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';
import { completeAfter } from './completeness.js';
import { dueAfter, farWindow, planRounds } from './plan-rounds.js';
import { cutWindows } from './windows.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGIN = Date.parse('2026-11-01T00:00:00Z');
const at = (ms: number): Date => new Date(BEGIN + ms);

const intervals = { nearMs: 5 * MINUTE, farMs: HOUR, longestCallMs: 24 * HOUR, reconcileMs: 24 * HOUR };
const facts = { settleMs: 5_000, longestCallMs: intervals.longestCallMs, historyFrom: at(0) };

/** A call, and when the vendor begins to list it: at its end, or within the settle time after it. */
interface VendorCall {
  readonly from: number;
  readonly to: number;
  readonly listedAt: number;
}

interface OpenRound {
  readonly kind: RoundKind;
  readonly window: TimeWindow;
  readonly left: TimeWindow[];
  readonly walkedFrom: Date[];
}

/** One copy of the platform that makes rounds and walks their windows, in whatever order it is told. */
class Fetching {
  readonly stored = new Set<VendorCall>();
  completeUntil: Date | null = null;
  private history: 'none' | 'begun' | 'done' = 'none';
  private nextNearAt: Date | null = null;
  private nextFarAt: Date | null = null;
  private nextReconciliationAt: Date | null = null;
  private readonly open: OpenRound[] = [];

  constructor(
    private readonly calls: readonly VendorCall[],
    private readonly longestWindowMs: number,
  ) {}

  plan(now: number): void {
    const { history, completeUntil, nextNearAt, nextFarAt, nextReconciliationAt } = this;
    const plan = planRounds(
      {
        historyFrom: facts.historyFrom,
        history,
        completeUntil,
        nextNearAt,
        nextFarAt,
        nextReconciliationAt,
        open: new Set(this.open.map(({ kind }) => kind)),
      },
      intervals,
      at(now),
    );
    for (const { kind, window } of plan.rounds) this.make(kind, window);
    this.nextNearAt = plan.nextNearAt;
    this.nextFarAt = plan.nextFarAt;
    this.nextReconciliationAt = plan.nextReconciliationAt;
    if (this.history === 'none') this.history = 'begun';
  }

  askForOne(now: number): void {
    const window = farWindow({ completeUntil: this.completeUntil, historyFrom: facts.historyFrom }, intervals, at(now));
    if (window.from < window.to) this.make('manual', window);
  }

  /** Walks one window of one open round; which ones, the numbers say. */
  walk(now: number, whichRound: number, whichWindow: number): void {
    const round = this.open[whichRound % Math.max(1, this.open.length)];
    const window = round?.left.splice(whichWindow % round.left.length, 1)[0];
    if (round === undefined || window === undefined) return;
    round.walkedFrom.push(at(now));
    for (const call of this.calls) {
      const isIn = at(call.from) >= window.from && at(call.from) < window.to;
      if (isIn && call.listedAt <= now) this.stored.add(call);
    }
    if (round.left.length > 0) return;
    this.open.splice(this.open.indexOf(round), 1);
    this.completeUntil = completeAfter(this.completeUntil, round, facts);
    this.nextNearAt = dueAfter(this.nextNearAt, round, intervals.nearMs);
    if (round.kind === 'far' || round.kind === 'manual') {
      this.nextFarAt = dueAfter(this.nextFarAt, round, intervals.farMs);
    }
    if (round.kind === 'history') {
      this.history = 'done';
      this.nextFarAt = null;
    }
  }

  walkEverything(now: number): void {
    while (this.open.length > 0) this.walk(now, 0, 0);
  }

  /** Calls that the claim covers and that are not stored. */
  missing(): readonly VendorCall[] {
    const until = this.completeUntil;
    if (until === null) return [];
    return this.calls.filter((call) => call.from >= 0 && at(call.to) <= until && !this.stored.has(call));
  }

  private make(kind: RoundKind, window: TimeWindow): void {
    this.open.push({
      kind,
      window,
      left: cutWindows(kind, window, { longestMs: this.longestWindowMs }),
      walkedFrom: [],
    });
  }
}

const aCall = fc
  .record({
    from: fc.integer({ min: -24 * HOUR, max: 120 * HOUR }),
    lasts: fc.oneof(
      fc.integer({ min: 0, max: HOUR }),
      fc.integer({ min: 0, max: intervals.longestCallMs }),
      fc.constant(intervals.longestCallMs),
    ),
    settles: fc.integer({ min: 0, max: facts.settleMs }),
  })
  .map(({ from, lasts, settles }): VendorCall => ({ from, to: from + lasts, listedAt: from + lasts + settles }));

const aStep = fc.record({
  after: fc.oneof(fc.integer({ min: 0, max: 10 * MINUTE }), fc.integer({ min: 0, max: 30 * HOUR })),
  does: fc.constantFrom('plan', 'walk', 'walk', 'walk', 'ask', 'all'),
  round: fc.nat(7),
  window: fc.nat(50),
});

describe('completeUntil', () => {
  it('covers only what is stored, with calls up to the longest and rounds that are made and walked at any times', () => {
    fc.assert(
      fc.property(
        fc.array(aCall, { maxLength: 60 }),
        fc.array(aStep, { maxLength: 60 }),
        fc.integer({ min: HOUR, max: 48 * HOUR }),
        fc.integer({ min: 1, max: 72 * HOUR }),
        (calls, steps, longestWindowMs, start) => {
          const fetching = new Fetching(calls, longestWindowMs);
          let now = start;
          let before: Date | null = null;
          for (const { after, does, round, window } of steps) {
            now += after;
            if (does === 'plan') fetching.plan(now);
            else if (does === 'walk') fetching.walk(now, round, window);
            else if (does === 'ask') fetching.askForOne(now);
            else fetching.walkEverything(now);
            expect(fetching.missing()).toEqual([]);
            const claim = fetching.completeUntil;
            if (before !== null) expect(claim?.getTime()).toBeGreaterThanOrEqual(before.getTime());
            if (claim !== null) expect(claim.getTime()).toBeLessThanOrEqual(at(now).getTime() - facts.settleMs);
            before = claim;
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reaches to the last far round, however long nothing was fetched before it', () => {
    fc.assert(
      fc.property(
        fc.array(aCall, { maxLength: 40 }),
        fc.integer({ min: 1, max: 24 * HOUR }),
        fc.integer({ min: 1, max: 96 * HOUR }),
        (calls, start, gap) => {
          const fetching = new Fetching(calls, 24 * HOUR);
          for (const now of [start, start + 1, start + gap + HOUR, start + gap + 2 * HOUR]) {
            fetching.plan(now);
            fetching.walkEverything(now);
          }
          expect(fetching.completeUntil).toEqual(at(start + gap + 2 * HOUR - facts.settleMs));
          expect(fetching.missing()).toEqual([]);
        },
      ),
    );
  });

  const far = (from: number, to: number, ...walkedFrom: number[]) => ({
    kind: 'far' as const,
    window: { from: at(from), to: at(to) },
    walkedFrom: walkedFrom.map(at),
  });

  it('is unknown until the history has been walked, whatever other rounds end', () => {
    expect(completeAfter(null, far(0, HOUR, HOUR), facts)).toBeNull();
    expect(completeAfter(null, { ...far(0, HOUR, HOUR), kind: 'history' }, facts)).toEqual(at(HOUR - facts.settleMs));
  });

  it('is not moved by a near round, or by a far one that leaves a gap', () => {
    const before = at(48 * HOUR);
    const until = 60 * HOUR;
    expect(completeAfter(before, { ...far(0, until, until), kind: 'near' }, facts)).toEqual(before);
    expect(completeAfter(before, far(24 * HOUR + 1, until, until), facts)).toEqual(before);
    expect(completeAfter(before, far(24 * HOUR, until, until), facts)).toEqual(at(until - facts.settleMs));
  });

  it('counts from the earliest walk of a round, and never goes back', () => {
    const before = at(48 * HOUR);
    expect(completeAfter(before, far(0, 60 * HOUR, 70 * HOUR, 50 * HOUR), facts)).toEqual(
      at(50 * HOUR - facts.settleMs),
    );
    expect(completeAfter(before, far(0, 40 * HOUR, 40 * HOUR), facts)).toEqual(before);
  });
});
