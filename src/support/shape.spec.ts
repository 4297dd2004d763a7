import fc from 'fast-check';
import { shapeOf } from './shape.js';

describe('the shape of an answer', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    ['text', 'string'],
    [{}, '{}'],
    [[], '[]'],
    [
      { items: [{ id: 5, name: 'Ann', at: null }, {}], cursor: 'next', ok: true },
      '{items: [{id: number, name: string, at: null} ×2], cursor: string, ok: boolean}',
    ],
    [{ 'ann@acme.example': 1, '+14155550123': 2, '9007199254740993': 3 }, '{…: number, …: number, …: number}'],
    [{ a: { b: { c: { d: { e: 1 } } } } }, '{a: {b: {c: {d: {…}}}}}'],
  ])('%j is %s', (json, shape) => {
    expect(shapeOf(json)).toBe(shape);
  });

  it('tells no value, whatever it is of, and stays short', () => {
    const value = fc.oneof(fc.stringMatching(/^secret[0-9]{1,5}$/), fc.integer({ min: 100_000, max: 999_999 }));
    const answer = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 6 },
        value,
        fc.array(tie('any'), { maxLength: 6 }),
        fc.dictionary(
          fc.oneof(fc.constantFrom('items', 'name', 'call_id'), fc.stringMatching(/^secret[0-9]{1,5}$/)),
          tie('any'),
        ),
      ),
    })).any;
    fc.assert(
      fc.property(answer, (json) => {
        const shape = shapeOf(json);
        expect(shape).not.toMatch(/secret|[0-9]{6}/);
        expect(shape.length).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
