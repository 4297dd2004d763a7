import fc from 'fast-check';
import type { TimeWindow } from '../contract/index.js';
import type { RoundKind } from '../storage/index.js';
import { without } from '../support/intervals.js';
import { claimOf, completeAfter, walkedAfter } from './completeness.js';
import { farWindow, type FetchState, planRounds } from './plan-rounds.js';
import { cutWindows } from './windows.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGIN = Date.parse('2026-11-01T00:00:00Z');
const at = (ms: number): Date => new Date(BEGIN + ms);

const intervals = { nearMs: 5 * MINUTE, farMs: HOUR, longestCallMs: 24 * HOUR, reconcileMs: 24 * HOUR };
const facts = { settleMs: 5_000, longestCallMs: intervals.longestCallMs, beginning: at(0) };

/** A call, and when the vendor begins to list it: at its end, or within the settle time after it. */
interface VendorCall {
  readonly from: number;
  readonly to: number;
  readonly listedAt: number;
}

/** A window that is not walked to its end, and what is claimed of its calls. */
interface Open {
  readonly window: TimeWindow;
  readonly claim: Date | null;
  round: Round;
}

interface Round {
  readonly kind: RoundKind;
  readonly window: TimeWindow;
  readonly walkedFrom: Date[];
}

/** One copy of the platform that makes rounds and walks their windows in any order that a test chooses. */
class Fetching {
  readonly stored = new Set<VendorCall>();
  completeUntil: Date | null = null;
  private walkedUntil: Date | null = null;
  private nextFarAt: Date | null = null;
  private historyFrom = at(0);
  private open: Open[] = [];

  constructor(
    private readonly calls: readonly VendorCall[],
    private readonly longestWindowMs: number,
  ) {}

  /** @param wantedFrom from when on calls are wanted */
  plan(now: number, wantedFrom = 0): void {
    const state = { ...this.state(), nextFarAt: this.nextFarAt };
    for (const { kind, window } of planRounds(state, intervals, at(wantedFrom), at(now))) {
      if (kind === 'history') this.makeHistory(window, now);
      else if (!this.open.some(({ round }) => round.kind === 'far')) this.makeFar(window, now, []);
    }
  }

  /** A round that does not get on is replaced: what it did not walk stays open beside the next one's windows. */
  replaceFar(now: number): void {
    const left = this.open.filter(({ round }) => round.kind === 'far');
    const [one] = left;
    if (one === undefined || this.walkedUntil === null || one.round.walkedFrom.length === 0) return;
    this.settle(one.round);
    this.makeFar(farWindow(this.state(), intervals, at(now)), now, left);
    this.complete();
  }

  /** Walks one open window; which one, the number says. */
  walk(now: number, which: number): void {
    const [walked] = this.open.splice(which % Math.max(1, this.open.length), 1);
    if (walked === undefined) return;
    const { window, round } = walked;
    for (const call of this.calls) {
      const isIn = at(call.from) >= window.from && at(call.from) < window.to;
      if (isIn && call.listedAt <= now) this.stored.add(call);
    }
    round.walkedFrom.push(at(now));
    const reached = Math.max(now - facts.settleMs, (this.completeUntil?.getTime() ?? 0) - BEGIN);
    if (this.walkedUntil !== null && this.walkedUntil > at(reached)) this.walkedUntil = at(reached);
    if (!this.open.some((each) => each.round === round)) {
      if (round.kind === 'history') this.nextFarAt = null;
      else this.settle(round);
    }
    this.complete();
  }

  walkEverything(now: number): void {
    while (this.open.length > 0) this.walk(now, 0);
  }

  /** Calls that the claim covers and that are not stored. */
  missing(): readonly VendorCall[] {
    const until = this.completeUntil;
    if (until === null) return [];
    const isClaimed = ({ from, to }: VendorCall): boolean => at(from) >= this.historyFrom && at(to) <= until;
    return this.calls.filter((call) => isClaimed(call) && !this.stored.has(call));
  }

  private state(): FetchState {
    const { historyFrom, completeUntil, walkedUntil } = this;
    const times = { nextNearAt: null, nextFarAt: null, nextReconciliationAt: null, againFrom: null };
    return { historyFrom, keptFrom: null, completeUntil, walkedUntil, attempts: 0, ...times };
  }

  private makeHistory(window: TimeWindow, now: number): void {
    this.historyFrom = window.from;
    this.completeUntil = null;
    if (this.walkedUntil === null) this.nextFarAt = at(now + intervals.farMs);
    this.walkedUntil ??= new Date(window.to.getTime() - facts.settleMs);
    this.add({ kind: 'history', window, walkedFrom: [] }, () => null);
  }

  private makeFar(window: TimeWindow, now: number, left: readonly Open[]): void {
    const { walkedUntil } = this;
    const round = { kind: 'far' as const, window, walkedFrom: [] };
    for (const one of left) one.round = round;
    this.nextFarAt = at(now + intervals.farMs);
    const kept = left.map((one) => ({ from: one.window.from.getTime(), to: one.window.to.getTime() }));
    for (const { from, to } of without({ from: window.from.getTime(), to: window.to.getTime() }, kept)) {
      const span = { ...round, window: { from: new Date(from), to: new Date(to) } };
      this.add(round, (each) => (walkedUntil === null ? null : claimOf(each, walkedUntil)), span.window);
    }
  }

  private add(round: Round, claim: (window: TimeWindow) => Date | null, span: TimeWindow = round.window): void {
    for (const window of cutWindows(round.kind, span, { longestMs: this.longestWindowMs })) {
      this.open.push({ window, claim: claim(window), round });
    }
  }

  private settle(round: Round): void {
    if (this.walkedUntil === null) return;
    this.walkedUntil = walkedAfter(this.walkedUntil, round, { ...facts, beginning: this.historyFrom });
  }

  private complete(): void {
    if (this.walkedUntil === null) return;
    const claims = this.open.map(({ claim }) => claim);
    this.completeUntil = completeAfter(this.completeUntil, this.walkedUntil, claims);
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
  does: fc.constantFrom('plan', 'plan', 'walk', 'walk', 'walk', 'replace', 'all', 'all', 'want more'),
  window: fc.nat(50),
});

describe('completeUntil', () => {
  it('covers only what is stored, whatever is made, walked, left open and asked for, in whatever order', () => {
    let claims = 0;
    fc.assert(
      fc.property(
        fc.array(aCall, { maxLength: 60 }),
        fc.array(aStep, { maxLength: 80 }),
        fc.integer({ min: HOUR, max: 48 * HOUR }),
        fc.integer({ min: 1, max: 72 * HOUR }),
        (calls, steps, longestWindowMs, start) => {
          const fetching = new Fetching(calls, longestWindowMs);
          let now = start;
          let before: Date | null = null;
          for (const { after, does, window } of steps) {
            now += after;
            if (does === 'plan') fetching.plan(now);
            else if (does === 'want more') fetching.plan(now, -48 * HOUR);
            else if (does === 'walk') fetching.walk(now, window);
            else if (does === 'replace') fetching.replaceFar(now);
            else fetching.walkEverything(now);
            expect(fetching.missing()).toEqual([]);
            const claim = fetching.completeUntil;
            if (before !== null && claim !== null) expect(claim.getTime()).toBeGreaterThanOrEqual(before.getTime());
            if (claim !== null) expect(claim.getTime()).toBeLessThanOrEqual(at(now).getTime() - facts.settleMs);
            if (claim !== null) claims += 1;
            before = claim;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(claims).toBeGreaterThan(200);
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

  it('is unknown as long as nothing is known of an open window, and stays where it was', () => {
    expect(completeAfter(null, at(HOUR), [null])).toBeNull();
    expect(completeAfter(at(1), at(HOUR), [at(HOUR), null])).toEqual(at(1));
  });

  it('reaches to what is claimed of open windows, and never goes back', () => {
    expect(completeAfter(null, at(HOUR), [])).toEqual(at(HOUR));
    expect(completeAfter(null, at(HOUR), [at(MINUTE), at(2 * HOUR)])).toEqual(at(MINUTE));
    expect(completeAfter(at(2 * MINUTE), at(HOUR), [at(MINUTE)])).toEqual(at(2 * MINUTE));
  });

  it('claims of a window what was walked before, or that no call of it ended before it began', () => {
    expect(claimOf({ from: at(HOUR) }, at(2 * HOUR))).toEqual(at(2 * HOUR));
    expect(claimOf({ from: at(HOUR) }, at(MINUTE))).toEqual(at(HOUR - 1));
  });
});

describe('up to when everything outside of open windows is stored', () => {
  const span = (from: number, to: number, ...walkedFrom: number[]) => ({
    window: { from: at(from), to: at(to) },
    walkedFrom: walkedFrom.map(at),
  });
  const before = at(48 * HOUR);
  const until = 60 * HOUR;

  it('is not moved by a round that leaves a gap', () => {
    expect(walkedAfter(before, span(24 * HOUR + 1, until, until), facts)).toEqual(before);
    expect(walkedAfter(before, span(24 * HOUR, until, until), facts)).toEqual(at(until - facts.settleMs));
  });

  it('is moved by a round that reaches to the beginning, whatever lies before that', () => {
    const beginning = at(30 * HOUR);
    expect(walkedAfter(before, span(30 * HOUR, until, until), { ...facts, beginning })).toEqual(at(until - 5_000));
  });

  it('goes by the walk that began first, and never back', () => {
    expect(walkedAfter(before, span(0, until, until, 50 * HOUR), facts)).toEqual(at(50 * HOUR - facts.settleMs));
    expect(walkedAfter(before, span(0, until, HOUR), facts)).toEqual(before);
  });
});
