import fc from 'fast-check';
import { cutWindows } from './windows.js';

const DAY_MS = 86_400_000;

describe('the windows of a span', () => {
  it('cover it exactly, without overlap, newest first, none longer than allowed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 1, max: 40 * DAY_MS }),
        fc.integer({ min: 3_600_000, max: 3 * DAY_MS }),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        (from, length, longest, pagesADay) => {
          const span = { from: new Date(from), to: new Date(from + length) };
          const windows = cutWindows('history', span, { longestMs: longest, pagesADay });
          expect(windows[0]?.to).toEqual(span.to);
          expect(windows.at(-1)?.from).toEqual(span.from);
          for (const [index, window] of windows.entries()) {
            const ms = window.to.getTime() - window.from.getTime();
            expect(ms).toBeGreaterThan(0);
            expect(ms).toBeLessThanOrEqual(Math.min(DAY_MS, longest));
            const older = windows[index + 1];
            if (older !== undefined) expect(older.to).toEqual(window.from);
          }
        },
      ),
    );
  });

  it('are days where the vendor names no limit, and none where the span is empty', () => {
    const to = new Date('2026-11-22T12:00:00Z');
    expect(cutWindows('history', { from: new Date(to.getTime() - 7 * DAY_MS), to })).toHaveLength(7);
    expect(cutWindows('near', { from: to, to })).toEqual([]);
  });

  it('are short in the last week of a long history, so that no single walk is waited for', () => {
    const to = new Date('2026-11-22T12:00:00Z');
    const windows = cutWindows('history', { from: new Date(to.getTime() - 30 * DAY_MS), to });
    const hours = windows.map((window) => (window.to.getTime() - window.from.getTime()) / 3_600_000);
    expect(hours).toEqual([...Array<number>(23).fill(24), ...Array<number>(48).fill(3), ...Array<number>(24).fill(1)]);
  });

  it('are shorter the more pages a day has, but no shorter than an hour', () => {
    const to = new Date('2026-11-22T12:00:00Z');
    const day = { from: new Date(to.getTime() - DAY_MS), to };
    const count = (pagesADay: number): number => cutWindows('far', day, { pagesADay }).length;
    expect([0, 20, 40, 200, 6000].map(count)).toEqual([1, 1, 2, 10, 24]);
  });

  it('are hours where calls are compared, or less where the vendor lists no more', () => {
    const to = new Date('2026-11-22T12:00:00Z');
    const week = { from: new Date(to.getTime() - 7 * DAY_MS), to };
    expect(cutWindows('reconciliation', week)).toHaveLength(7 * 24);
    expect(cutWindows('reconciliation', week, { longestMs: 1_800_000 })).toHaveLength(2 * 7 * 24);
  });
});
