import { fingerprintOf } from './fingerprint.js';

/** Lists within lists. */
function nested(depth: number, innermost: unknown): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('the fingerprint of something from outside', () => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle['self'] = circle;
  const odd: readonly unknown[] = [
    undefined,
    null,
    7n,
    Symbol('x'),
    () => 1,
    Number.NaN,
    { of: 7n },
    circle,
    nested(15_000, 1),
    nested(15_000, 2),
    { id: ['1'], deep: nested(200_000, 'x') },
    Array.from({ length: 50_000 }, (_, place) => place),
    {
      toJSON: () => {
        throw new Error('no JSON');
      },
    },
    {
      get name(): string {
        throw new Error('no name');
      },
    },
  ];

  it.each(odd)('is the same each time, whatever it is', (value) => {
    expect(fingerprintOf(value)).toMatch(/^[\w-]{43}$/);
    expect(fingerprintOf(value)).toBe(fingerprintOf(value));
  });

  it('is another one for something that says something else', () => {
    const all = [...odd.slice(1, 3), nested(15_000, 1), nested(15_000, 2), nested(14_999, 1), { a: 1 }, { a: 2 }];
    expect(new Set(all.map(fingerprintOf)).size).toBe(all.length);
  });

  it('is that of its JSON where it has some', () => {
    expect(fingerprintOf({ name: 'Ann' })).toBe('-3grXPG3Nb_iAqMEFaA4xO0SPu0z6Y9tQCEaiVXmMgM');
  });
});
