import fc from 'fast-check';
import { ProviderError } from '../contract/index.js';
import { readId, readInstant, readNumber, readText, required, toPage, Unreadable, type Wire } from './wire.js';

describe('readers of what vendors send', () => {
  it('take ids as text and as numbers, and no number that has lost digits', () => {
    expect([7, ' 7 ', '9007199254740993', 's-a%4f', 0].map(readId)).toEqual([
      '7',
      '7',
      '9007199254740993',
      's-a%4f',
      '0',
    ]);
    expect([2 ** 53, 1.5, NaN, '', ' ', 'a b', 'x'.repeat(501), 'ü', null, {}].map(readId)).toEqual(
      Array(10).fill(null),
    );
  });

  it('take instants that name their zone, and none before there were any', () => {
    for (const text of [
      '2026-11-22T12:00:00Z',
      '2026-11-22T14:00:00+02:00',
      ' 2026-11-22T12:00Z',
      '2026-11-22T12:00:00.0000000Z',
    ]) {
      expect(readInstant(text)).toEqual(new Date('2026-11-22T12:00:00Z'));
    }
    for (const none of [
      '0001-01-01T00:00:00Z',
      '2026-11-22',
      '2026-11-22T12:00:00',
      '12.5',
      '2026-13-01T00:00:00Z',
      0,
      null,
    ]) {
      expect(readInstant(none)).toBeNull();
    }
  });

  it('take numbers with a plus, and national ones where a region is given', () => {
    expect([readNumber('+1 (415) 555-0170'), readNumber('(415) 555-0170'), readNumber('(415) 555-0170', 'US')]).toEqual(
      ['+14155550170', null, '+14155550170'],
    );
    expect(['anonymous', '102', '', null].map((value) => readNumber(value, 'US'))).toEqual([null, null, null, null]);
  });

  it('answer text that can be stored, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (value) => {
        const text = readText(value);
        if (text === null) return;
        expect(text.trim()).toBe(text);
        expect(text.length).toBeGreaterThan(0);
        expect(JSON.stringify(text)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
    );
  });

  describe('of a page', () => {
    const read = (wire: Wire) => ({ id: required(readId(wire['id']), 'An id is missing.') });

    it('bring what can be read beside what cannot, with its reason, and the way to the next page', () => {
      expect(toPage({ items: [{ id: 1 }, { id: null }, null, { id: '2' }], next: 'b' }, read)).toEqual({
        items: [{ id: '1' }, { id: '2' }],
        rejected: [
          { reason: 'An id is missing.', raw: { id: null } },
          { reason: 'It is no object.', raw: null },
        ],
        next: 'b',
      });
      for (const next of [undefined, null, ''])
        expect(toPage({ items: [], next }, read)).toEqual({ items: [], rejected: [] });
    });

    it('bring several out of one item, and set a part of one aside', () => {
      const page = toPage({ items: [{ id: 7, legs: [1, 2] }], next: null }, (wire, reject) => {
        reject(wire, 'One leg is broken.');
        return (wire['legs'] as number[]).map((id) => ({ id }));
      });
      expect(page).toEqual({
        items: [{ id: 1 }, { id: 2 }],
        rejected: [{ externalId: '7', reason: 'One leg is broken.', raw: { id: 7, legs: [1, 2] } }],
      });
    });

    it('fail where nothing of a long page can be read, and let any other error through', () => {
      const broken = Array.from({ length: 10 }, () => ({}));
      expect(() => toPage({ items: broken, next: null }, read)).toThrow(ProviderError);
      expect(toPage({ items: broken.slice(1), next: null }, read).rejected).toHaveLength(9);
      expect(toPage({ items: [...broken, { id: 1 }], next: null }, read).items).toHaveLength(1);
      const failing = (): never => {
        throw new TypeError('is no function');
      };
      expect(() => toPage({ items: [{}], next: null }, failing)).toThrow(TypeError);
      expect(() => required(null, 'It is missing.')).toThrow(Unreadable);
    });
  });
});
