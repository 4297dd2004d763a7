import fc from 'fast-check';
import type { Interval } from './intervals.js';
import { isUntold, untoldAfter, type WalkedSpan } from './untold.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What every account is told of, in hours. A day is 24 of them here. */
const STATED = 4 * 24;

/** One walk over a span of hours, at an hour at which the vendor tells of so many. */
interface Walk {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** How far back the vendor tells at that time: never less than it states. */
  readonly access: number;
  readonly isAgain: boolean;
}

const WINDOW = 12;

/** What the product is told of a walk: its windows, the newest first. */
function windowsOf({ from, to, at, access }: Walk, calls: readonly number[]): WalkedSpan[] {
  const listed = calls.filter((call) => call >= from && call < to && call >= at - access && call < at);
  const windows: WalkedSpan[] = [];
  for (let end = to; end > from; end -= WINDOW) {
    const start = Math.max(from, end - WINDOW);
    const first = Math.min(...listed.filter((call) => call >= start && call < end));
    const firstCallAt = first === Infinity ? null : first * HOUR;
    windows.push({ from: start * HOUR, to: end * HOUR, walkedAt: at * HOUR, firstCallAt });
  }
  return windows;
}

const walksIn = (hours: number): fc.Arbitrary<Walk[]> =>
  fc
    .array(
      fc.record({
        length: fc.integer({ min: 1, max: hours }),
        gap: fc.integer({ min: 0, max: 10 * 24 }),
        access: fc.integer({ min: STATED, max: hours }),
        back: fc.integer({ min: 0, max: hours }),
        isAgain: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((steps) => {
      // A history first; then rounds that each go on where the one before ended, and some that ask for days again.
      let until = 0;
      return steps.map(({ length, gap, access, back, isAgain }, index): Walk => {
        if (index > 0 && isAgain) {
          // Whole days.
          const from = Math.max(0, Math.floor((until - back) / 24)) * 24;
          const to = Math.min(Math.floor(until / 24) * 24, from + Math.ceil(length / 24) * 24);
          return { from, to, at: until + gap, access, isAgain };
        }
        // Each reaches back to the longest call.
        const from = Math.max(0, until - 24);
        until += length + gap;
        return { from, to: until, at: until, access, isAgain: false };
      });
    });

describe('of which days nothing was told', () => {
  const world = fc.record({
    walks: walksIn(20 * 24),
    calls: fc.uniqueArray(fc.integer({ min: 0, max: 60 * 24 }), { maxLength: 12 }),
  });

  it('is as a count of single hours says, and no day that is told is one that the vendor kept quiet', () => {
    fc.assert(
      fc.property(world, ({ walks, calls }) => {
        let untold: { from: number; to: number }[] = [];
        const told = new Set<number>();
        const stored = new Set<number>();
        let walkedUntil = 0;
        for (const walk of walks) {
          const toldUntil = walk === walks[0] ? -Infinity : walkedUntil * HOUR;
          const accessMs = walk.isAgain ? null : STATED * HOUR;
          untold = untoldAfter(untold, windowsOf(walk, calls), { accessMs, toldUntil });
          const listed = calls.filter(
            (c) => c >= walk.from && c < walk.to && c >= walk.at - walk.access && c < walk.at,
          );
          for (const call of listed) stored.add(call);
          for (let hour = walk.from; hour < walk.to; hour++) {
            const isStated = !walk.isAgain && hour >= walk.at - STATED + 25;
            if (isStated || hour >= Math.min(...listed)) told.add(hour);
          }
          walkedUntil = Math.max(walkedUntil, walk.to);
          for (let day = 0; (day + 1) * 24 <= walkedUntil; day++) {
            const hours = Array.from({ length: 24 }, (_, hour) => day * 24 + hour);
            const isNever = isUntold({ from: day * DAY, to: (day + 1) * DAY }, untold);
            expect({ day, isNever }).toEqual({ day, isNever: !told.has(day * 24 + 23) });
            const has = (among: ReadonlySet<number> | readonly number[]) => [...among].some((c) => hours.includes(c));
            // Of its own walk a day of which a call was listed is told.
            if (has(listed)) expect(isNever).toBe(false);
            // Empty and known: the vendor had nothing of it.
            if (!isNever && !has(stored)) expect(has(calls)).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is every day of which the vendor had let something go before anybody asked, and at most one beside it', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 26, max: 6 * 24 }), ({ walks, calls }, kept) => {
        let untold: Interval[] = [];
        const told = new Set<number>();
        let walkedUntil: number | undefined;
        for (const walk of walks) {
          const first = walk.at - kept;
          const windows = windowsOf({ ...walk, access: Math.min(walk.access, kept) }, calls).map((window) => {
            const held =
              walkedUntil !== undefined && walkedUntil * HOUR >= window.from ? walkedUntil * HOUR : window.from - 1;
            return { ...window, listedFrom: first * HOUR, ...(walkedUntil !== undefined && { heldUntil: held }) };
          });
          const toldUntil = walkedUntil === undefined ? -Infinity : walkedUntil * HOUR;
          untold = untoldAfter(untold, windows, { accessMs: walk.isAgain ? null : Infinity, toldUntil });
          for (let hour = walk.from; hour < walk.to; hour++) if (hour >= first) told.add(hour);
          walkedUntil = Math.max(walkedUntil ?? 0, walk.to);
          for (let day = 0; (day + 1) * 24 <= walkedUntil; day++) {
            const isLost = (hour: number): boolean => hour >= 0 && hour < (walkedUntil ?? 0) && !told.has(hour);
            const hours = Array.from({ length: 24 }, (_, hour) => day * 24 + hour);
            const isNever = isUntold({ from: day * DAY, to: (day + 1) * DAY }, untold);
            if (hours.some(isLost)) expect({ day, isNever }).toEqual({ day, isNever: true });
            else if (!hours.some((hour) => isLost(hour - 24) || isLost(hour + 24)))
              expect({ day, isNever }).toEqual({ day, isNever: false });
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is never a day again that was told, when the access shrinks from a year to 45 days', () => {
    const year = { from: 0, to: 365 * DAY, walkedAt: 365 * DAY, firstCallAt: 10 * DAY };
    const first = untoldAfter([], [year], { accessMs: 45 * DAY, toldUntil: -Infinity });
    expect(first).toEqual([{ from: 0, to: 10 * DAY }]);
    // The whole of it once more, and the vendor lists the last 45 days.
    const shrunk = { ...year, walkedAt: 366 * DAY, firstCallAt: 330 * DAY };
    expect(untoldAfter(first, [shrunk], { accessMs: null, toldUntil: 365 * DAY })).toEqual(first);
    const far = { from: 364 * DAY, to: 366 * DAY, walkedAt: 366 * DAY, firstCallAt: null };
    expect(untoldAfter(first, [far], { accessMs: 45 * DAY, toldUntil: 365 * DAY })).toEqual(first);
  });

  it('is what was anonymised before anybody fetched it, with the day in which that ends, until it is listed again', () => {
    const day = (place: number) => ({ from: place * DAY, to: (place + 1) * DAY });
    const window = (to: number, more: Partial<WalkedSpan>) => ({
      ...{ from: (to - 1) * DAY, to: to * DAY, walkedAt: 4.5 * DAY, firstCallAt: null },
      ...more,
    });
    const history = [
      window(1.5, {}),
      window(2.5, { isKeptQuiet: true }),
      window(3.5, { isKeptQuiet: true }),
      window(4.5, { firstCallAt: 3.6 * DAY }),
    ];
    const news = { accessMs: 45 * DAY, toldUntil: -Infinity };
    const untoldDays = (untold: readonly Interval[]) => [0, 1, 2, 3, 4].filter((place) => isUntold(day(place), untold));
    const first = untoldAfter([], history, news);
    expect(untoldDays(first)).toEqual([2, 3]);
    // A far round lists once more what the history has read.
    const far = window(4.6, { firstCallAt: 3.65 * DAY });
    expect(untoldDays(untoldAfter(first, [far], { ...news, toldUntil: 4.5 * DAY }))).toEqual([2, 3]);
    // The policy is gone, and somebody doubts the day.
    const again = { ...day(2), walkedAt: 5 * DAY, firstCallAt: 2.3 * DAY };
    expect(untoldDays(untoldAfter(first, [again], { accessMs: null, toldUntil: 4.6 * DAY }))).toEqual([3]);
  });

  it('is nothing of what was listed before it was anonymised', () => {
    const gap = { from: 9 * DAY, to: 10 * DAY, walkedAt: 14 * DAY, firstCallAt: null, isKeptQuiet: true };
    const untold = untoldAfter([], [gap], { accessMs: 45 * DAY, toldUntil: 9.9 * DAY });
    expect(isUntold({ from: 8 * DAY, to: 9 * DAY }, untold)).toBe(false);
    expect(isUntold({ from: 9 * DAY, to: 10 * DAY }, untold)).toBe(true);
    const known = untoldAfter([], [gap], { accessMs: 45 * DAY, toldUntil: 14 * DAY });
    expect(known).toEqual([]);
  });

  it('is nothing between calls that are listed, although others of that time were anonymised', () => {
    const listed = { from: 0, to: DAY, walkedAt: 9 * DAY, firstCallAt: HOUR };
    const quiet = { from: DAY, to: 2 * DAY, walkedAt: 9 * DAY, firstCallAt: null, isKeptQuiet: true };
    expect(untoldAfter([], [listed, quiet], { accessMs: 45 * DAY, toldUntil: -Infinity })).toEqual([]);
  });
});
