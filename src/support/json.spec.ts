import fc from 'fast-check';
import { asciiJson, parseJson } from './json.js';

const hasNoWideInteger = (text: string): boolean => !/\d{16}/.test(text);

interface Written {
  readonly text: string;
  readonly read: unknown;
}

/** JSON as it may be written, beside what is to be read of it. */
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt().map((id) => ({
      text: String(id),
      read: Number.isSafeInteger(Number(id)) ? Number(id) : String(id),
    })),
    fc.oneof(fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.boolean(), fc.constant(null)).map(plainly),
    fc
      .array(fc.oneof(fc.constantFrom(...'"\\:,[]{} -'), fc.bigInt({ min: 10n ** 15n }).map(String), fc.string()))
      .map((parts) => plainly(parts.join(''))),
    fc
      .tuple(fc.array(tie('written')), space())
      .map(([items, gap]) => ({ text: list('[]', items.map(textOf), gap), read: items.map(({ read }) => read) })),
    fc.tuple(fc.dictionary(fc.string(), tie('written'), { noNullPrototype: true }), space()).map(([fields, gap]) => ({
      text: list(
        '{}',
        Object.entries(fields).map(([name, { text }]) => `${JSON.stringify(name)}${gap}:${gap}${text}`),
        gap,
      ),
      read: Object.fromEntries(Object.entries(fields).map(([name, { read }]) => [name, read])),
    })),
  ),
}));

const textOf = ({ text }: Written): string => text;

function plainly(value: unknown): Written {
  const text = JSON.stringify(value);
  return { text, read: JSON.parse(text) };
}

function space(): fc.Arbitrary<string> {
  return fc.constantFrom('', ' ', '\n\t');
}

function list([open, close]: string, items: readonly string[], gap: string): string {
  return `${open}${gap}${items.join(`${gap},${gap}`)}${gap}${close}`;
}

function isRead(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('parseJson', () => {
  it('keeps integers beyond 2^53 as the digits that were sent', () => {
    expect(parseJson('{"id": 9007199254740993, "deep": [{"id": -9223372036854775808}]}')).toEqual({
      id: '9007199254740993',
      deep: [{ id: '-9223372036854775808' }],
    });
  });

  it('leaves numbers that a double holds as numbers', () => {
    expect(parseJson('[0, -1, 9007199254740991, 8951.029999999999, 1e20]')).toEqual([
      0, -1, 9007199254740991, 8951.029999999999, 1e20,
    ]);
  });

  it('leaves digits inside strings alone', () => {
    expect(parseJson('"9007199254740993"')).toBe('9007199254740993');
    expect(
      parseJson('{"a: 9007199254740993": ":9007199254740993,\\" 9007199254740993", "b": 9007199254740993}'),
    ).toEqual({
      'a: 9007199254740993': ':9007199254740993," 9007199254740993',
      b: '9007199254740993',
    });
  });

  it.each(['<html>', '{ 12345678901234567: 1 }', '{"a":1,\n12345678901234567 :1}', '[1 12345678901234567]'])(
    'refuses %s, which is no JSON',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );

  it('reads texts of any length, whatever stands beside them', () => {
    const long = `",9007199254740993${'"'.repeat(2 ** 23)}`;
    const { id, text } = parseJson(`{"id":9007199254740993,"text":${JSON.stringify(long)}}`) as Record<string, string>;
    expect([id, text === long]).toEqual(['9007199254740993', true]);
  });

  it.each([
    ['a text that never ends', `{"x":"${'\\"'.repeat(60_000)}`],
    ['texts that are never told apart', `["${'9007199254740993,\\"'.repeat(6_000)}`],
    ['quotes alone', '"'.repeat(120_000)],
    ['backslashes alone', '\\'.repeat(120_000)],
    ['digits with a part behind them', `[${`${'1'.repeat(60_000)}.`.repeat(2)}`],
    ['blanks and signs', ' -'.repeat(60_000)],
  ])('refuses %s as soon as it has read them once', (_, text) => {
    const least = Math.min(
      ...[1, 2, 3].map(() => {
        const from = performance.now();
        expect(() => parseJson(text)).toThrow(SyntaxError);
        return performance.now() - from;
      }),
    );
    // Quadratic reading of as much takes seconds; once takes a few milliseconds, on a busy machine a few more.
    expect(least).toBeLessThan(200);
  });

  it('loses no digit of any integer', () => {
    fc.assert(fc.property(fc.bigInt(), (id) => String(parseJson(String(id))) === String(id)));
  });

  it('reads every integer and every text as it was written, whatever stands in the texts', () => {
    fc.assert(
      fc.property(written, ({ text, read }) => expect(parseJson(text)).toEqual(read)),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses, and nothing else', () => {
    const pieces = fc.constantFrom(...'{}[],: "\\.-e', '12345678901234567', '9007199254740993', '1', '"a"', '"\\"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(isRead(parseJson, text)).toBe(isRead(JSON.parse, text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json().filter(hasNoWideInteger), (text) => {
        const plain: unknown = JSON.parse(text);
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(plain));
      }),
    );
  });
});

describe('asciiJson', () => {
  it('writes ASCII that is read as what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = asciiJson(value);
        expect(text).toMatch(/^[\x20-\x7f]*$/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps halves of a pair in their order', () => {
    expect(asciiJson('10:00–10:10 😀')).toBe(String.raw`"10:00\u201310:10 \ud83d\ude00"`);
  });
});
