import fc from 'fast-check';
import { stillListed } from './still-listed.js';

const MINUTE = 60_000;

describe('what of a window is asked for', () => {
  it('is, minute by minute, what the vendor has not let go yet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
        fc.integer({ min: 0, max: 500 }),
        (begin, length, keeps, now) => {
          const window = { from: new Date(begin * MINUTE), to: new Date((begin + length) * MINUTE) };
          const historyMs = keeps === undefined ? undefined : keeps * MINUTE;
          const asked = stillListed(window, { historyMs }, new Date(now * MINUTE));
          const minutes = Array.from({ length }, (_, minute) => begin + minute);
          const isAsked = (minute: number): boolean =>
            asked !== null && +asked.from <= minute * MINUTE && minute * MINUTE < +asked.to;
          expect(minutes.filter(isAsked)).toEqual(minutes.filter((minute) => now - minute <= (keeps ?? Infinity)));
        },
      ),
    );
  });
});
