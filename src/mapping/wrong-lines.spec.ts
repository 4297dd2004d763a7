import fc from 'fast-check';
import { WrongLines } from './wrong-lines.js';

const of = (...lines: readonly number[]): WrongLines => {
  const wrong = new WrongLines();
  for (const line of lines) wrong.add({ line, message: `Line ${line}.` });
  return wrong;
};

describe('the wrong lines of a file', () => {
  it('are counted, and the first hundred are kept, in whatever order and in however many parts they are found', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2_000), { maxLength: 1_000 }), fc.nat(1_000), (lines, cut) => {
        const wrong = of(...lines.slice(0, cut));
        wrong.include(of(...lines.slice(cut)));
        expect(wrong.count).toBe(lines.length);
        expect(wrong.first.map(({ line }) => line)).toEqual([...lines].sort((a, b) => a - b).slice(0, 100));
      }),
    );
  });
});
