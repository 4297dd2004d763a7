import { nationalDigits, toE164 } from '../support/phone-numbers.js';
import { plainDigits, plainEmail, plainText } from '../support/plain-text.js';
import { hasCapital, hasCase, isNameAlone, isSameWord, placesOf, type Word, wordsOf } from './written-names.js';

/** How people may write of somebody. */
export interface WrittenPerson {
  /** Their names in full, which nobody else has. */
  readonly names: readonly string[];
  /** Those that somebody who stays has as well. */
  readonly sharedNames: readonly string[];
  readonly emails: readonly string[];
  /** E.164. */
  readonly numbers: readonly string[];
  /** How national numbers are read. */
  readonly region: string;
}

const PERSON = 'an erased person';
const NUMBER = 'an erased number';
const ADDRESS = 'an erased address';

/**
 * A note without somebody's numbers, e-mail addresses and names, as whole words. A name of one word, each word of a longer
 * one, and a name that is written without its capitals may be common words ("Will", "May", "will may"). Alone, a word is a
 * name where it is written with a capital inside a sentence, and is neither part of a longer name nor a day or month.
 * Everything else is left, and told. So is what may mean somebody of the same name.
 *
 * @returns `words` as the note has them: those that may mean the person
 */
export function withoutPerson(
  note: string,
  { names, sharedNames, emails, numbers, region }: WrittenPerson,
): { readonly note: string; readonly words: readonly string[] } {
  const plain = plainText(note);
  const known = names.map((name) => plainText(name).trim()).filter((name) => wordsOf(name).length > 0);
  const shared = sharedNames.map((name) => plainText(name).trim());
  let left = withoutEmails(withoutNumbers(plain, numbers, region), emails);
  for (const name of known.toSorted((a, b) => wordsOf(b).length - wordsOf(a).length)) left = withoutName(left, name);
  const words = [...known, ...shared].flatMap((name) => doubtsAbout(name, left));
  return { note: left === plain ? note : left, words: [...new Set(words)] };
}

const BETWEEN = String.raw`[\s()./\p{Pd}]*`;
const NUMBER_LIKE = /\+?\(?\p{Nd}(?:[\s()./\p{Pd}]*\p{Nd}){6,}/gu;

/** What is a number as a whole is another's or theirs; where it is none, theirs may stand beside a date or another's. */
function withoutNumbers(note: string, numbers: readonly string[], region: string): string {
  const theirs = new Set(numbers);
  return note.replace(NUMBER_LIKE, (text) => {
    const number = toE164(text, region);
    if (number !== null) return theirs.has(number) ? NUMBER : text;
    return numbers.reduce((left, one) => plainDigits(left).replace(writingsOf(one), NUMBER), text);
  });
}

/** A number with its country code, as it is dialled from elsewhere, or without. */
function writingsOf(e164: string): RegExp {
  const national = nationalDigits(e164);
  const [country, rest] = [e164.slice(1, -national.length), national].map((digits) => [...digits].join(BETWEEN));
  // eslint-disable-next-line security/detect-non-literal-regexp -- of digits
  return new RegExp(
    String.raw`(?<!\d)(?:(?:\+|00|011)?${BETWEEN}${country}${BETWEEN}(?:0${BETWEEN})?|0)?${rest}(?!\d)`,
    'gu',
  );
}

function withoutEmails(note: string, emails: readonly string[]): string {
  const theirs = new Set(emails.map(plainEmail));
  return note.replace(/[^\s<>()[\]"“”,;:]+/g, (text) => {
    const address = text.replace(/(?<![.!?'’])[.!?'’]+$/, '');
    return theirs.has(plainEmail(address)) ? ADDRESS + text.slice(address.length) : text;
  });
}

function withoutName(note: string, name: string): string {
  const sure = placesOf(name, note).filter(([first, ...rest]) =>
    rest.length === 0 ? isNameAlone(name, note, first) : isWrittenAs(name, [first, ...rest]),
  );
  const [first, last] = [wordsOf(name)[0], wordsOf(name).at(-1)];
  const [head, tail] = [name.slice(0, first?.from), name.slice(last?.to)];
  return sure.reduceRight((left, found) => {
    const before = left.slice(0, found[0].from);
    const after = left.slice(found.at(-1)?.to);
    return [
      before.endsWith(head) ? before.slice(0, before.length - head.length) : before,
      PERSON,
      after.startsWith(tail) ? after.slice(tail.length) : after,
    ].join('');
  }, note);
}

/** With a capital where the directory has one. */
const isWrittenAs = (name: string, found: readonly Word[]): boolean =>
  wordsOf(name).every(({ text }, at) => !hasCapital(text) || hasCapital(found[at]?.text ?? ''));

/** What of a note may mean a person of this name; a script without spaces has no whole words. */
function doubtsAbout(name: string, note: string): readonly string[] {
  const parts = wordsOf(name);
  const together = placesOf(name, note)
    .flat()
    .map(({ text }) => text);
  const alone = parts.flatMap(({ text: part }) => {
    if (part.length < 2) return [];
    if (!hasCase(part)) return note.includes(part) ? [part] : [];
    return wordsOf(note).flatMap(({ text }) =>
      isSameWord(text, part) && hasCapital(text) === hasCapital(part) ? [text] : [],
    );
  });
  return [...together, ...alone];
}
