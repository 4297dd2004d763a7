import { toE164 } from '../support/phone-numbers.js';
import { plainText } from '../support/plain-text.js';

/** How people may write of somebody. */
export interface WrittenPerson {
  /** Their names in full. */
  readonly names: readonly string[];
  /** E.164. */
  readonly numbers: readonly string[];
  /** How national numbers are read. */
  readonly region: string;
}

const PERSON = 'an erased person';
const NUMBER = 'an erased number';

/** Letters, digits, and marks that belong to them: next to these a word goes on. */
const IN_WORD = String.raw`[\p{L}\p{N}\p{M}_]`;
const NUMBER_LIKE = /\+?\(?\d[\d\s().-]{5,}\d/g;

/**
 * A note without somebody's numbers and names, as whole words. A name of one word, and each word of a longer one, may be
 * a common word ("Will", "Rose"): alone it is a name where it is written with a capital inside a sentence; everything
 * else is left, and told.
 *
 * @returns `words` as the note has them: those that may mean the person
 */
export function withoutPerson(
  note: string,
  { names, numbers, region }: WrittenPerson,
): { readonly note: string; readonly words: readonly string[] } {
  const plain = plainText(note);
  const told = new Set(numbers);
  let left = plain.replace(NUMBER_LIKE, (text) => (told.has(toE164(text, region) ?? '') ? NUMBER : text));
  const parts = names.map((name) =>
    plainText(name)
      .split(/\s+/)
      .filter((part) => part !== ''),
  );
  for (const name of parts.toSorted((a, b) => b.length - a.length)) {
    if (name.length > 1) left = left.replace(wholeWords(name), PERSON);
    else if (name[0] !== undefined) left = withoutWord(left, name[0]);
  }
  const words = parts.flatMap((name) =>
    name.flatMap((part) => wordsLike(left, part).filter((found) => name.length === 1 || found === wordIn(part))),
  );
  return { note: left === plain ? note : left, words: [...new Set(words)] };
}

function withoutWord(note: string, name: string): string {
  return note.replace(wholeWords([name]), (found, at: number) =>
    found === name && hasCapital(name) && !beginsSentence(note, at) ? PERSON : found,
  );
}

/** What may mean a person whose name has this word; a script without spaces has no whole words. */
function wordsLike(note: string, part: string): readonly string[] {
  const word = wordIn(part);
  if (word.length < 2) return [];
  if (!hasCase(word)) return note.includes(word) ? [word] : [];
  return note.match(wholeWords([word])) ?? [];
}

/** From its first letter or digit to its last. */
const wordIn = (part: string): string => /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(part)?.[0] ?? '';

const wholeWords = (words: readonly string[]): RegExp =>
  // eslint-disable-next-line security/detect-non-literal-regexp -- what is special is escaped
  new RegExp(
    `(?<!${IN_WORD})${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+')}(?!${IN_WORD})`,
    'giu',
  );

const hasCase = (text: string): boolean => text.toLowerCase() !== text.toUpperCase();

const hasCapital = (name: string): boolean => /^\p{Lu}/u.test(name);

/** Whether nothing stands before it since the last word but what ends a sentence. */
function beginsSentence(note: string, at: number): boolean {
  const [, between] = /^.*[\p{L}\p{N}](.*)$/su.exec(note.slice(0, at)) ?? [];
  return between === undefined || /[.!?:;…\n]/.test(between);
}
