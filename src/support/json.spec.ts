import fc from 'fast-check';
import { asciiJson, parseJson } from './json.js';

const hasNoWideInteger = (text: string): boolean => !/\d{16}/.test(text);

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
  });

  it('refuses what is no JSON', () => {
    expect(() => parseJson('<html>')).toThrow(SyntaxError);
  });

  it('loses no digit of any integer', () => {
    fc.assert(fc.property(fc.bigInt(), (id) => String(parseJson(String(id))) === String(id)));
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
