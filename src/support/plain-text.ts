import { domainToASCII, domainToUnicode } from 'node:url';

const ASCII = /^[\n\r\t\x20-\x7e]*$/;
/** As many as Unicode's stream-safe form has on one letter. Putting them in order takes time that grows with their square. */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;
/** What no reader sees: direction marks, soft hyphens, spaces without width. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** The same but for what joins letters of some scripts, and the parts of an emoji. */
const UNSEEN = /(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const JOINERS = /(?:\u200c|\u200d|\ufe0f)+/g;
/** Beside a letter of ASCII, or nothing, they join nothing. */
const joining = (joiners: string, at: number, text: string): string =>
  text.charCodeAt(at - 1) > 0x7f && text.charCodeAt(at + joiners.length) > 0x7f ? joiners : '';

function composed(text: string): string {
  const marked = (cut: string): string => cut.replace(TOO_MANY_MARKS, '$1');
  return marked(marked(text).normalize('NFKC'));
}

/**
 * Words as people see them, in one form: without invisible characters, and with full-width, ligated and composed characters
 * as everybody writes them. Whatever people or directories write comes in through it; ids do not, which are nobody's words.
 */
export const plainText = (text: string): string =>
  ASCII.test(text) ? text : composed(composed(text).replace(UNSEEN, '').replace(JOINERS, joining));

/** What is compared and not shown: without joiners, too. */
export const bareText = (text: string): string =>
  ASCII.test(text) ? text : composed(composed(text).replace(INVISIBLE, ''));

/** An e-mail address as it is compared: the address alone of `Dana Reyes <mailto:dana@acme.example>`. */
export function plainEmail(email: string): string {
  const written = bareText(email).trim().toLowerCase();
  const address = (/<([^<>]*)>$/.exec(written)?.[1] ?? written).replace(/\s/g, '').replace(/^(?:mailto|smtp):/, '');
  const at = address.lastIndexOf('@') + 1;
  return at === 0 ? address : address.slice(0, at) + plainDomain(address.slice(at));
}

const plainDomain = (domain: string): string =>
  ASCII.test(domain) && !domain.includes('xn--') ? domain : domainToUnicode(domainToASCII(domain)) || domain;

/** The digits of every script as everybody writes them. */
export const plainDigits = (text: string): string => text.replace(/(?![0-9])\p{Nd}/gu, digitOf);

/** Digits stand in Unicode in order, one ten after the other. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

/** Letters that no accent makes, and what people without them write. */
const WRITTEN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  '‘': "'",
  '’': "'",
  ʼ: "'",
};

/**
 * A text as it is searched: letters' case, accents, whose digits they are, which apostrophe or hyphen it is, and how its
 * characters are composed do not matter.
 */
export const searchable = (text: string): string =>
  ASCII.test(text)
    ? text.toLowerCase()
    : plainDigits(bareText(text).normalize('NFKD'))
        .replace(/\p{M}/gu, '')
        .toUpperCase() // ß is SS.
        .toLowerCase()
        .replace(/\p{Pd}/gu, '-')
        .replace(/[^\0-\x7f]/g, (letter) => WRITTEN[letter] ?? letter);
