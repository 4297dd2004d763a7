import { searchable } from '../support/plain-text.js';

/** A word of a note, and where it stands. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The words of a text; what is written next to letters, digits and marks goes on with them. */
export const wordsOf = (text: string): readonly Word[] =>
  [...text.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)].map(({ 0: word, index }) => ({
    text: word,
    from: index,
    to: index + word.length,
  }));

export const isSameWord = (a: string, b: string): boolean => searchable(a) === searchable(b);

export const hasCapital = (word: string): boolean => /^\p{Lu}/u.test(word);

export const hasCase = (text: string): boolean => text.toLowerCase() !== text.toUpperCase();

/** The words of a note that are a name. */
export type Place = readonly [first: Word, ...rest: Word[]];

/** Where a name of several words stands in a note: in its order, however it is accented and hyphenated. */
export function placesOf(name: string, note: string): readonly Place[] {
  const parts = wordsOf(name);
  const words = wordsOf(note);
  const first = parts[0];
  if (first === undefined) return [];
  const gapsOf = (text: string, all: readonly Word[]): readonly string[] =>
    all.slice(1).map((word, at) => text.slice(all[at]?.to, word.from));
  const gaps = gapsOf(name, parts);
  return words.flatMap((word, at) => {
    if (!isSameWord(word.text, first.text)) return [];
    const found: Place = [word, ...words.slice(at + 1, at + parts.length)];
    const isName =
      found.length === parts.length &&
      found.every(({ text }, place) => isSameWord(text, parts[place]?.text ?? '')) &&
      gapsOf(note, found).every((gap, place) => gap.trim() === gaps[place]?.trim() || holdsTogether(gap));
    return isName ? [found] : [];
  });
}

const holdsTogether = (gap: string): boolean => !gap.includes('\n') && /^['’‘ʼ\p{Pd}]?$/u.test(gap.trim());

/** Whether a word that is a name in the directory is one here: inside a sentence, with a capital, and by itself. */
export function isNameAlone(name: string, note: string, word: Word): boolean {
  const words = wordsOf(note);
  const place = words.findIndex(({ from }) => from === word.from);
  const [before, after] = [words[place - 1], words[place + 1]];
  if (word.text.length < 2 || !hasCapital(word.text)) return false;
  if (word.text === word.text.toUpperCase() && name !== name.toUpperCase()) return false;
  if (CALENDAR.has(searchable(word.text)) || beginsSentence(note, word.from)) return false;
  const gap = note.slice(before?.to, word.from);
  if (/[^\s"“„«(,]$/u.test(gap)) return false;
  if (before !== undefined && gap.trim() === '') {
    if (BEFORE_NOUNS.has(searchable(before.text))) return false;
    if (hasCapital(before.text) && before.text !== 'I' && !beginsSentence(note, before.from)) return false;
  }
  const rest = note.slice(word.to);
  if (/^['’]s(?![\p{L}\p{N}])/u.test(rest)) return true;
  return !/^[^\s\p{L}\p{N}]\p{L}/u.test(rest) && !(after !== undefined && /^\s+\p{Lu}\p{Ll}/u.test(rest));
}

/** Whether nothing stands before it since the last word but what ends a sentence. */
function beginsSentence(note: string, at: number): boolean {
  const [, between] = /^.*[\p{L}\p{N}](.*)$/su.exec(note.slice(0, at)) ?? [];
  return between === undefined || /[.!?:;…\n]/.test(between);
}

/** Months and days of the week, where these have a capital inside a sentence. */
const CALENDAR: ReadonlySet<string> = new Set(
  ['en', 'de'].flatMap((language) => {
    const nameIn = (form: Intl.DateTimeFormatOptions, month: number, day: number): string =>
      searchable(new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' }).format(Date.UTC(2026, month, day)));
    return [
      ...Array.from({ length: 12 }, (_, month) => nameIn({ month: 'long' }, month, 1)),
      ...Array.from({ length: 7 }, (_, day) => nameIn({ weekday: 'long' }, 0, day + 1)),
    ];
  }),
);

/** A noun or a title follows, or the rest of somebody else's name. */
const BEFORE_NOUNS: ReadonlySet<string> = new Set(
  `the a an this that his her their our der die das den dem des ein eine einen einem einer eines im am vom zum zur
   le la les un une el los las il lo una de di da du von van`.split(/\s+/),
);
