import fc from 'fast-check';
import { plainEmail, plainText, searchable } from './plain-text.js';

describe('words in their plain form', () => {
  it.each([
    ['\u202a+1 (415) 555-0171\u202c', '+1 (415) 555-0171'],
    ['４１５－５５５', '415-555'],
    ['Mu\u0308ller', 'Müller'],
    ['Da\u00adna\ufeff\u2060', 'Dana'],
    ['Ren\u200be\u0301', 'René'],
    ['ﬁrst\u00a0name', 'first name'],
    ['A\u200dnn \u200cLee', 'Ann Lee'],
    ['Zoë 👩‍👧', 'Zoë 👩‍👧'],
    ['علی\u200cرضا', 'علی\u200cرضا'],
  ])('%j is %j', (text, plain) => expect(plainText(text)).toBe(plain));

  const unicode = fc.string({ unit: 'binary' });

  it('is the same a second time, and holds nothing that nobody sees', () => {
    fc.assert(
      fc.property(unicode, (text) => {
        const plain = plainText(text);
        expect(plainText(plain)).toBe(plain);
        expect(plain).not.toMatch(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
      }),
    );
  });

  it('does not depend on how characters were composed, nor on what was put between them', () => {
    const invisible = fc.constantFrom('', '\u200b', '\u202a', '\u00ad', '\ufeff');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('e', 'é', 'Ü', 'ł', '4', ' '), invisible)), (parts) => {
        const seen = parts.map(([letter]) => letter).join('');
        const written = parts.map(([letter, mark]) => mark + letter.normalize('NFD')).join('');
        expect(plainText(written)).toBe(plainText(seen));
        expect(searchable(written)).toBe(searchable(seen));
      }),
    );
  });
});

it.each([
  ['da\u200dna\u200b@Acme.example', 'dana@acme.example'],
  [' mailto:Dana@acme.example\u00a0', 'dana@acme.example'],
])('an e-mail address written %j is %s', (text, email) => expect(plainEmail(text)).toBe(email));

it.each([
  ['MÜLLER', 'muller'],
  ['Mu\u0308ller', 'muller'],
  ['Straße', 'strasse'],
  ['Łukasz Bjørn', 'lukasz bjorn'],
  ['İnci Ilıca', 'inci ilica'],
])('%j is searched as %s', (text, sought) => expect(searchable(text)).toBe(sought));
