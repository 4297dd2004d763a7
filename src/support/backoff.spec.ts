import fc from 'fast-check';
import { Backoff } from './backoff.js';

describe('work that failed', () => {
  it('rests, a little longer each time, up to five minutes, and not the work of others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (times) => {
        const backoff = new Backoff();
        for (let time = 0; time < times; time++) backoff.failed('a', 0);
        const rest = Math.min(300_000, 5_000 * 2 ** (times - 1));
        expect([backoff.allows('a', rest - 1), backoff.allows('a', rest), backoff.allows('b', 0)]).toEqual([
          false,
          true,
          true,
        ]);
      }),
    );
  });

  it('rests as long as is asked when it succeeded, and then begins with a short rest again', () => {
    const backoff = new Backoff();
    for (let time = 0; time < 5; time++) backoff.failed('a', 0);
    backoff.succeeded('a', 700, 0);
    expect([backoff.allows('a', 699), backoff.allows('a', 700)]).toEqual([false, true]);
    expect(backoff.failed('a', 700)).toBe(5_000);
  });

  it('begins with a short rest again once it succeeded', () => {
    const backoff = new Backoff();
    for (let time = 0; time < 5; time++) backoff.failed('a', 0);
    backoff.succeeded('a');
    expect(backoff.allows('a', 0)).toBe(true);
    backoff.failed('a', 0);
    expect([backoff.allows('a', 4_999), backoff.allows('a', 5_000)]).toEqual([false, true]);
  });
});
