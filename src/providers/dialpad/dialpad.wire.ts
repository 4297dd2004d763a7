import { toE164 } from '../../support/phone-numbers.js';
import { plainText } from '../../support/plain-text.js';
import { storableText } from '../../support/storable-text.js';

/**
 * Readers of what Dialpad sends. Every field may be null, missing or of another type than last time, and unknown ones
 * are normal: each reader answers the value, or null where there is none to be had.
 */

/** A JSON object. */
export type Wire = Readonly<Record<string, unknown>>;

/** Also of the numbers that arrive as text: `1002`, `"1002"`, `"9223372036854775807"`. */
const ID = /^[!-~]{1,100}$/;
const DECIMAL = /^\d{1,16}(\.\d+)?$/;

export const isObject = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or an empty one: `null`, `{}` and no field at all mean the same to Dialpad. */
export const readObject = (value: unknown): Wire => (isObject(value) ? value : {});

/** The list, or an empty one. */
export const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** An id as text. Dialpad also writes "none" as `0` and `""`. Beyond 2^53 ids arrive as text; a wide number is a broken one. */
export function readId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value !== 0 ? String(value) : null;
  if (typeof value !== 'string') return null;
  const id = value.trim();
  return ID.test(id) && id !== '0' ? id : null;
}

/** Milliseconds since 1970, from a number or decimal text; fractions are cut. `0` means "never". */
export function readMillis(value: unknown): number | null {
  const millis = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof millis === 'number' && Number.isFinite(millis) && millis >= 1 ? Math.trunc(millis) : null;
}

/** Text with something in it, fit to be stored. */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = storableText(plainText(value).trim()).trim();
  return text === '' ? null : text;
}

/** The texts of a list, each once. */
export const readTexts = (value: unknown): readonly string[] => [
  ...new Set(readList(value).flatMap((each) => readText(each) ?? [])),
];

/** `true`, also as text: `"TRUE"` and `"FALSE"` were seen. */
export const readFlag = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');

/**
 * A telephone number in E.164. Dialpad writes numbers in full; what has no `+` is an extension, or a word that says the
 * number was withheld.
 */
export function readNumber(value: unknown): string | null {
  const text = readText(value);
  // Without a region national numbers are not read.
  return text === null ? null : toE164(text, '');
}
