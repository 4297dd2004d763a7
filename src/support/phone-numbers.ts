// The smallest metadata is enough: numbers are compared, not called, so only their length is judged. Which ranges a
// country has handed out changes faster than any copy of that list, and a number in a new range must still match.
import parsePhoneNumber, { isSupportedCountry } from 'libphonenumber-js/min';
import { bareText, plainDigits } from './plain-text.js';

/** Written without a country code, fewer digits than these are an extension; some regions have numbers as short as one. */
const shortestNational = 7;

const rememberAtMost = 10_000;
const longestRemembered = 64;

/** What people write in front of a number and behind it: `tel:`, `[mobile]`, `(work)`. */
const LABELS = /^\p{L}+\.?:(?:\/\/)?|^[([]\p{L}[^()[\]\d]*[)\]]|[([]\p{L}[^()[\]\d]*[)\]]$/gu;
/** A word in front or behind; where there are both, it is a sentence that has a number. */
const WORD = /^(?!ext)\p{L}{2,}\.?\s|(?<![\p{Pd}\s])[\p{Pd}\s]+\p{L}{2,}$/iu;
const QUOTED = /^[\s"'<]+|(?<![\s"'>,;])[\s"'>,;]+$/g;

/** Reading a number is dear, and people speak with the same few: each is read once while it is remembered. */
function remembering<T extends string | null>(read: (text: string, region: string) => T): typeof read {
  const known = new Map<string, T>();
  return (text, region) => {
    const key = `${region} ${text}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const result = read(text, region);
    if (known.size >= rememberAtMost) known.clear();
    if (key.length <= longestRemembered) known.set(key, result);
    return result;
  };
}

/**
 * A telephone number as everybody would write it, such as `+14155550170`; null for what is no number that can be
 * dialled from anywhere: an extension (alone or after a number), a withheld number, a word, a country code or a length that does not exist.
 *
 * @param text as people or vendors write it
 * @param region ISO 3166-1 alpha-2, such as `US`: how numbers without a country code are read
 */
export const toE164 = remembering((text: string, region: string): string | null => {
  const plain = plainDigits(bareText(text)).replace(/\s/g, ' ').replace(QUOTED, '');
  const written = plain.replace(LABELS, '').trim().replace(WORD, '').trim();
  const digits = written.replace(/\D/g, '');
  if (!written.startsWith('+') && digits.length < shortestNational) return null;
  const country = region.toUpperCase();
  const number = parsePhoneNumber(written, {
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
    extract: false,
  });
  if (number === undefined || number.ext !== undefined || !number.isPossible()) return null;
  return number.number;
});

const inGroups = remembering((e164: string): string => parsePhoneNumber(e164)?.formatInternational() ?? e164);

/**
 * An E.164 number with spaces for reading, such as `+1 415 555 0170`; what is none is given back as it is, and so is one
 * without its last digits, such as `+14155550***`.
 */
export const readablePhoneNumber = (e164: string): string => (isMasked(e164) ? e164 : inGroups(e164, ''));

/** Stands for the digits that are left out. */
const MASK = '***';

const isMasked = (number: string): boolean => number.endsWith(MASK);

/**
 * A number without its last three digits, such as `+14155550***`; null for what has letters, such as an address. What is
 * so already stays as it is.
 */
export function maskedPhoneNumber(number: string, region: string): string | null {
  if (isMasked(number)) return number;
  const written = toE164(number, region) ?? plainDigits(bareText(number));
  if (/\p{L}/u.test(written)) return null;
  const digits = written.replace(/\D/g, '');
  return digits === '' ? null : `${written.trim().startsWith('+') ? '+' : ''}${digits.slice(0, -MASK.length)}${MASK}`;
}

const national = remembering((e164: string): string => parsePhoneNumber(e164)?.nationalNumber ?? e164.slice(1));

/** The digits of an E.164 number without its country code: every writing of it has them in a row. */
export const nationalDigits = (e164: string): string => national(e164, '');
