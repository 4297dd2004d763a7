import { searchable } from '../support/plain-text.js';
import type { ListPlace } from './mapping-page.js';

/** What people are listed by: letters' case and accents do not matter, and `Line 9` stands before `Line 10`. */
export const nameKeyOf = (name: string): string =>
  [
    ...searchable(name)
      .trim()
      .replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0')),
  ]
    .slice(0, LONGEST_KEY)
    .join('');

/** The order of keys, and where they are the same of ids, as the database has it. */
export const inOrder = (a: ListPlace, b: ListPlace): number => byBytes(a.key, b.key) || byBytes(a.id, b.id);

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** An index takes no more. */
const LONGEST_KEY = 100;
const DIGITS = 12;

/** Texts as they are searched, one a line: a number also as its digits alone. */
export function searchTextOf(texts: readonly string[]): string {
  const lines = texts.flatMap((text) => {
    const plain = oneLine(searchable(text));
    const digits = plain.replace(/\D/g, '');
    return digits.length < FEWEST_DIGITS || plain.includes(digits) ? [plain] : [plain, digits];
  });
  return [...new Set(lines)].join('\n');
}

/** What a search text has to contain. A number is its digits, however it is written. Empty: nothing is sought. */
export function soughtIn(search: string): string {
  const sought = oneLine(searchable(search)).trim();
  const digits = sought.replace(/[\s().+-]/g, '');
  return /^\d{3,}$/.test(digits) ? digits : sought;
}

const FEWEST_DIGITS = 3;

const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');
