import { isStorable, LONGEST_TEXT, storableText } from './storable-text.js';

describe('a text that can be stored', () => {
  it.each(['', 'Annette Keller', 'Zoë 👩‍👩‍👧 — 電話', '\u0001\t\ufffe'])('stays as it is: %j', (text) => {
    expect([storableText(text), isStorable(text)]).toEqual([text, true]);
  });

  it.each([
    ['Ann\0ette', 'Annette'],
    ['\ud83dAnn', 'Ann'],
    ['Ann\udc00', 'Ann'],
    ['\udc00\ud83d', ''],
    ['👩\ud83d\0👧', '👩👧'],
  ])('is without NUL and halves of characters: %j', (text, storable) => {
    expect([storableText(text), isStorable(text)]).toEqual([storable, false]);
  });

  it('is cut between two characters', () => {
    expect(storableText('x'.repeat(3_000))).toBe('x'.repeat(LONGEST_TEXT));
    expect(storableText(`${'x'.repeat(LONGEST_TEXT - 1)}👩`)).toBe('x'.repeat(LONGEST_TEXT - 1));
    expect(storableText(`${'x'.repeat(LONGEST_TEXT - 2)}👩👩`)).toBe(`${'x'.repeat(LONGEST_TEXT - 2)}👩`);
  });
});
