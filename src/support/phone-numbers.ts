// The smallest metadata is enough: numbers are compared, not called, so only their length is judged. Which ranges a
// country has handed out changes faster than any copy of that list, and a number in a new range must still match.
import parsePhoneNumber, { isSupportedCountry } from 'libphonenumber-js/min';

/** Written without a country code, fewer digits than these are an extension; some regions have numbers as short as one. */
const shortestNational = 7;

/**
 * A telephone number as everybody would write it, such as `+14155550170`; null for what is no number that can be
 * dialled from anywhere: an extension (alone or after a number), a withheld number, a word, a country code or a length that does not exist.
 *
 * @param text as people or vendors write it
 * @param region ISO 3166-1 alpha-2, such as `US`: how numbers without a country code are read
 */
export function toE164(text: string, region: string): string | null {
  const written = text.trim();
  const digits = written.replace(/\D/g, '');
  if (!written.startsWith('+') && digits.length < shortestNational) return null;
  const country = region.toUpperCase();
  const number = parsePhoneNumber(written, {
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
    extract: false,
  });
  if (number === undefined || number.ext !== undefined || !number.isPossible()) return null;
  return number.number;
}

const readable = new Map<string, string>();
const rememberAtMost = 10_000;

/**
 * An E.164 number with spaces for reading, such as `+1 415 555 0170`; what is none is given back as it is. Remembered,
 * since people speak with the same few, and a page shows hundreds.
 */
export function readablePhoneNumber(e164: string): string {
  let text = readable.get(e164);
  if (text === undefined) {
    text = parsePhoneNumber(e164)?.formatInternational() ?? e164;
    if (readable.size >= rememberAtMost) readable.clear();
    readable.set(e164, text);
  }
  return text;
}
