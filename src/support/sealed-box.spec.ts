import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Secret } from '../contract/index.js';
import { seal, SealBroken, unseal } from './sealed-box.js';
import type { TokenKey } from './token-keys.js';

const key = (id: string): TokenKey => ({ id, material: new Secret(randomBytes(32).toString('base64')) });
const old = key('old');
const current = key('current');

describe('a sealed text', () => {
  it('opens in its place, with whichever of the keys sealed it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.constantFrom(old, current), (text, place, by) => {
        expect(unseal(seal(text, place, by), place, [current, old])).toBe(text);
      }),
    );
  });

  it('opens in no other place', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (text, place, other) => {
        fc.pre(place !== other);
        expect(() => unseal(seal(text, place, current), other, [current])).toThrow(SealBroken);
      }),
    );
  });

  it('opens with no other key, also of the same name', () => {
    const sealed = seal('token', 'c1', current);
    expect(() => unseal(sealed, 'c1', [key('current')])).toThrow(SealBroken);
    expect(() => unseal(sealed, 'c1', [old])).toThrow('No key "current" is configured');
    expect(() => unseal(sealed, 'c1', [])).toThrow(SealBroken);
  });

  it('does not open once any part of it was altered, cut or moved', () => {
    const sealed = seal('a token of some length', 'c1', current);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('', 'A', 'B', '.', '~'), (index, instead) => {
        const altered = sealed.slice(0, index) + instead + sealed.slice(index + 1);
        const bytesOf = (text: string): string =>
          text
            .split('.')
            .map((part, place) => (place < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
            .join('.');
        fc.pre(bytesOf(altered) !== bytesOf(sealed));
        expect(() => unseal(altered, 'c1', [current])).toThrow(SealBroken);
      }),
    );
    const [version, id, nonce, tag = '', text] = sealed.split('.');
    const shortTag = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => unseal([version, id, nonce, shortTag, text].join('.'), 'c1', [current])).toThrow(SealBroken);
  });

  it('is another one each time, and shows nothing of the text', () => {
    const sealed = [seal('refresh-token', 'c1', current), seal('refresh-token', 'c1', current)];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.join()).not.toContain('refresh');
  });

  it.each([[''], ['v1'], ['plain text'], ['v2.current.a.b.c'], ['v1.current.a.b.c.d'], ['v1.current...']])(
    'is not %j',
    (text) => {
      expect(() => unseal(text, 'c1', [current])).toThrow(SealBroken);
    },
  );
});
