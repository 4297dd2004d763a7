import { searchable } from '../support/plain-text.js';

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
  const digits = sought.replace(/[\s()./+-]/g, '');
  return /^\d{3,}$/.test(digits) ? digits.replace(DIALLED_FIRST, '') : sought;
}

/** Noughts with which a number begins where it is dialled from, and not where it is stored. */
const DIALLED_FIRST = /^0{1,2}(?=\d{5})/;

const FEWEST_DIGITS = 3;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
