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

  it('keeps joiners between two letters that are not ASCII, and no others', () => {
    const unit = fc.constantFrom('a', ' ', 'é', '中', '😀', '\u200c', '\u200d', '\ufe0f');
    const joiners = '(?:\u200c|\u200d|\ufe0f)+';
    const idle = new RegExp(`(?<![^\\0-\\x7f])${joiners}|${joiners}(?![^\\0-\\x7f])`, 'gu');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const text = units.join('');
        expect(plainText(text)).toBe(text.replace(idle, ''));
      }),
    );
  });

  it('keeps thirty accents of a letter, and is the same a second time', () => {
    const marks = fc.array(fc.constantFrom('\u0301', '\u0323', '\u0344', '\u200b', 'a'), { maxLength: 100 });
    fc.assert(
      fc.property(marks, (units) => {
        const plain = plainText(`é${units.join('')}`);
        expect(plainText(plain)).toBe(plain);
        expect(plain).not.toMatch(/\p{M}{31}/u);
      }),
    );
  });

  it.each([
    ['joiners', '\u200d'],
    ['selectors', '\ufe0f'],
    ['blanks and joiners', ' \u200c'],
    ['accents out of order', '\u0301\u0323'],
    ['accents out of order with nothing between', '\u0301\u200b\u0323\u00ad'],
    ['accents that are several', '\u0344\u0323'],
  ])('is read in time that grows with its length, also of %s alone', (_what, unit) => {
    const from = performance.now();
    for (const read of [plainText, searchable]) read(`é${unit.repeat(200_000)}é`);
    expect(performance.now() - from).toBeLessThan(5_000);
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
  ['Dana Reyes <SMTP:dana @acme.example>', 'dana@acme.example'],
  ['ｄana\ufe0f@acme。example', 'dana@acme.example'],
  ['dana@xn--mller-kva.example', 'dana@müller.example'],
])('an e-mail address written %j is %s', (text, email) => expect(plainEmail(text)).toBe(email));

it.each([
  ['MÜLLER', 'muller'],
  ['Mu\u0308ller', 'muller'],
  ['Straße', 'strasse'],
  ['Łukasz Bjørn', 'lukasz bjorn'],
  ['İnci Ilıca', 'inci ilica'],
  ['O’Neil', "o'neil"],
  ['Anne\u2011Marie', 'anne-marie'],
  ['٤१5', '415'],
])('%j is searched as %s', (text, sought) => expect(searchable(text)).toBe(sought));
