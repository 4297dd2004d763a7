import fc from 'fast-check';
import { type Interval, intersect, normalise, totalLength } from './intervals.js';

const intervals = fc.array(fc.record({ from: fc.integer({ min: 0, max: 30 }), to: fc.integer({ min: 0, max: 30 }) }));
const momentsOf = (list: readonly Interval[]): Set<number> =>
  new Set(list.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)));
const isNormal = (list: readonly Interval[]): boolean =>
  list.every(({ from, to }, i) => to > from && (i === 0 || from > list[i - 1]!.to));

describe('intervals', () => {
  it('have in common the moments that asking each moment gives, sorted and disjoint', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const result = intersect(a, b);
        const [inA, inB] = [momentsOf(a), momentsOf(b)];
        const expected = Array.from({ length: 30 }, (_, i) => i).filter((i) => inA.has(i) && inB.has(i));
        expect([...momentsOf(result)]).toEqual(expected);
        expect(isNormal(result)).toBe(true);
      }),
    );
  });

  it('joins intervals that touch', () => {
    const touching = [
      { from: 5, to: 9 },
      { from: 1, to: 5 },
    ];
    expect(normalise(touching)).toEqual([{ from: 1, to: 9 }]);
  });

  it('gives empty and reversed intervals no length', () => {
    const odd = [
      { from: 3, to: 3 },
      { from: 9, to: 2 },
    ];
    expect(totalLength(odd)).toBe(0);
    expect(normalise(odd)).toEqual([]);
  });
});
