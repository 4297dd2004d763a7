import fc from 'fast-check';
import { halvesOf, problemOfWindow } from './failed-window.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEGIN = Date.parse('2026-11-22T10:00:00Z');
const at = (ms: number): Date => new Date(BEGIN + ms);

/** A window of a far round that has failed twice. */
const failed = {
  kind: 'far' as const,
  fromAt: at(0),
  toAt: at(HOUR),
  attempts: 2,
  failingSince: at(HOUR),
  isPiece: false,
};

describe('a window that fails', () => {
  it('is tried once more before it is cut', () => {
    expect(halvesOf({ ...failed, attempts: 1 }, at(2 * HOUR))).toBeNull();
    expect(halvesOf(failed, at(2 * HOUR))).toEqual([
      { from: at(HOUR / 2), to: at(HOUR) },
      { from: at(0), to: at(HOUR / 2) },
    ]);
  });

  it('is cut once even where the vendor answers nothing else: all that is asked may hold the same failure', () => {
    expect(halvesOf(failed, null)).not.toBeNull();
    expect(halvesOf({ ...failed, kind: 'history' }, null)).toBeNull();
  });

  it('is cut further only where the vendor has answered since', () => {
    const piece = { ...failed, isPiece: true, attempts: 1 };
    expect(halvesOf(piece, null)).toBeNull();
    expect(halvesOf(piece, at(HOUR - 1))).toBeNull();
    expect(halvesOf(piece, at(HOUR))).not.toBeNull();
  });

  it('is narrowed down to less than two minutes around what fails, and loses nothing of its span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 * 24 * HOUR }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ms, where) => {
          const bad = Math.floor((ms - 1) * where);
          let piece = { from: at(0), to: at(ms) };
          const good: number[] = [];
          for (;;) {
            const halves = halvesOf({ ...failed, fromAt: piece.from, toAt: piece.to }, at(2 * HOUR));
            if (halves === null) break;
            const [newer, older] = halves;
            expect([older.from, older.to, newer.to]).toEqual([piece.from, newer.from, piece.to]);
            const holdsIt = (half: typeof newer): boolean => half.from <= at(bad) && at(bad) < half.to;
            expect([newer, older].filter(holdsIt)).toHaveLength(1);
            piece = holdsIt(newer) ? newer : older;
            good.push(...[newer, older].filter((half) => half !== piece).map((half) => +half.to - +half.from));
          }
          expect(+piece.to - +piece.from).toBeLessThan(2 * MINUTE);
          expect(good.reduce((sum, each) => sum + each, +piece.to - +piece.from)).toBe(ms);
        },
      ),
    );
  });

  it('is told as what it is: a stretch of calls that is asked for again, while all others arrive', () => {
    const told = problemOfWindow({ kind: 'unreadable', where: 'status 400' }, 'Dialpad', failed, 'America/New_York');
    expect(told).toMatchObject({ kind: 'unreadable', action: 'wait' });
    expect(told.message.replaceAll('\u202f', ' ')).toBe(
      'Dialpad does not list the calls that began from Nov 22, 2026, 5:00:00 AM EST to Nov 22, 2026, 6:00:00 AM EST. They are asked for again by themselves; all other calls arrive.',
    );
  });

  it('is a moment’s trouble the first time', () => {
    const told = problemOfWindow({ kind: 'tryLater' }, 'Dialpad', { ...failed, attempts: 1 }, 'UTC');
    expect(told).toMatchObject({
      kind: 'try-later',
      action: 'wait',
      message: expect.not.stringContaining('began from'),
    });
  });
});
