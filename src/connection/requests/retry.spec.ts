import fc from 'fast-check';
import type { ProviderFailure } from '../../contract/index.js';
import { decideRetry, LONGEST_WAIT_MS, restUntil } from './retry.js';

const now = new Date('2026-11-22T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const random = fc.double({ min: 0, max: 1, noNaN: true });

const lasting: readonly ProviderFailure[] = [
  { kind: 'reconnect', reason: 'expired' },
  { kind: 'forbidden' },
  { kind: 'closed', state: 'suspended' },
  { kind: 'restartListing' },
  { kind: 'gone' },
  { kind: 'unreadable', where: 'page' },
  { kind: 'misconfigured', what: 'base URL' },
];

describe('sending a request again', () => {
  it.each(lasting)('is never done after $kind, and says why', (failure) => {
    const because: unknown = expect.stringContaining(failure.kind);
    expect(decideRetry(failure, 1, now, 0.5)).toEqual({ again: false, silenceMs: 0, because });
  });

  it('is given up after four attempts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), random, (attempt, chance) => {
        expect(decideRetry({ kind: 'tryLater' }, attempt, now, chance).again).toBe(attempt < 4);
      }),
    );
  });

  it('waits longer each time, spread by chance, and after the last time keeps nobody else silent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), random, (attempt, chance) => {
        const { silenceMs } = decideRetry({ kind: 'tryLater' }, attempt, now, chance);
        const longest = attempt === 4 ? 0 : 250 * 2 ** (attempt - 1);
        expect(silenceMs).toBeGreaterThanOrEqual(longest / 2);
        expect(silenceMs).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('comes back no sooner than the vendor asked, and leaves long waits to whoever keeps them', () => {
    const asked = fc.option(fc.integer({ min: -100_000, max: 100_000 }));
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 4 }), random, (askedMs, attempt, chance) => {
        const until = askedMs === null ? undefined : later(askedMs);
        const { again, silenceMs } = decideRetry({ kind: 'slowDown', until }, attempt, now, chance);
        expect(silenceMs).toBeGreaterThanOrEqual(Math.max(0, askedMs ?? 1_000));
        expect(again).toBe(attempt < 4 && (askedMs ?? 0) <= 5_000);
        if (again) expect(silenceMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
      }),
    );
  });
});

describe('resting after a failure', () => {
  it('takes from seconds to minutes, a little longer each time, and never less than the vendor asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.option(fc.integer({ min: -1e6, max: 1e7 })),
        random,
        (attempts, askedMs, chance) => {
          const until = askedMs === null ? undefined : later(askedMs);
          const rested = restUntil({ kind: 'slowDown', until }, attempts, now, chance).getTime() - now.getTime();
          const longest = Math.min(300_000, 5_000 * 2 ** (attempts - 1));
          expect(rested).toBeGreaterThanOrEqual(Math.max(longest / 2, askedMs ?? 0));
          expect(rested).toBeLessThanOrEqual(Math.max(longest, askedMs ?? 0));
        },
      ),
    );
  });
});
