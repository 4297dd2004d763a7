import fc from 'fast-check';
import { LimitWindow } from './limit-window.js';

const limits = fc.record({
  requests: fc.integer({ min: 1, max: 40 }),
  perMs: fc.integer({ min: 50, max: 600_000 }),
  pool: fc.constantFrom(undefined, true as const),
});
const waits = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 120 });

/** Leaves as soon as it may after each wait. @returns when */
function leave(
  window: LimitWindow,
  after: readonly number[],
  between: (now: number) => LimitWindow = () => window,
): number[] {
  let [now, current] = [1_000_000, window];
  return after.map((wait) => {
    now = current.next(now + wait);
    current.add({ at: now, requests: 1 }, now);
    current = between(now);
    return now;
  });
}

const most = (times: readonly number[], perMs: number): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length));

describe('what was sent under one limit', () => {
  it('is never more than the limit in any span, and at most half a second a span less than it may be', () => {
    fc.assert(
      fc.property(limits, waits, (limit, after) => {
        const times = leave(new LimitWindow(limit), after);
        expect(most(times, limit.perMs)).toBeLessThanOrEqual(limit.requests);
        const longest = limit.perMs + Math.min(limit.perMs * 0.03, 500);
        // Whoever asks again and again waits no longer than until the first of so many requests is out of the span.
        const greedy = leave(
          new LimitWindow(limit),
          Array.from({ length: limit.requests + 1 }, () => 0),
        );
        expect(greedy.at(-1)! - greedy[0]!).toBeLessThanOrEqual(longest + 0.001);
      }),
    );
  });

  it('is never more either where it is handed over again and again, and kept in hundredths of the span', () => {
    fc.assert(
      fc.property(limits, waits, fc.nat(3_000), (limit, after, wayMs) => {
        let window = new LimitWindow(limit);
        const handOver = (now: number): LimitWindow => {
          const stored = JSON.parse(JSON.stringify(window.stored(now, now, 0))) as ReturnType<LimitWindow['stored']>;
          window = new LimitWindow(limit);
          // Whoever reads it takes what was on its way for younger than it is.
          window.adopt(stored, now + wayMs);
          return window;
        };
        expect(most(leave(window, after, handOver), limit.perMs)).toBeLessThanOrEqual(limit.requests);
      }),
    );
  });

  it('is spread, but for a pool, and waits for the end of a silence, which is handed over', () => {
    const day = { requests: 30_000, perMs: 86_400_000 };
    const [rhythm, pool] = [new LimitWindow(day), new LimitWindow({ ...day, pool: true })];
    const hundred = Array.from({ length: 100 }, () => 0);
    expect(leave(pool, hundred).at(-1)).toBe(1_000_000);
    expect(leave(rhythm, hundred).at(-1)).toBeGreaterThan(1_000_000 + 99 * 1_400);
    pool.hush(1_500_000);
    const next = new LimitWindow({ ...day, pool: true });
    next.adopt(pool.stored(1_100_000, 1_100_000, 0), 1_100_000);
    expect([pool, next].map((window) => window.next(1_100_000))).toEqual([1_500_000, 1_500_000]);
  });

  it('counts what is not on the wire yet as arriving now, however long that takes', () => {
    const window = new LimitWindow({ requests: 1, perMs: 1_000 });
    const tally = { at: Infinity, requests: 1 };
    window.add(tally, 0);
    expect(window.next(60_000)).toBe(61_030);
    tally.at = 60_500;
    expect(window.next(60_600)).toBe(61_530);
  });
});
