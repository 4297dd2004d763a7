const ASCII = /^[\n\r\t\x20-\x7e]*$/;
/** What no reader sees: direction marks, soft hyphens, spaces without width. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** The same but for what joins letters of some scripts, and the parts of an emoji. */
const UNSEEN = /(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** A joiner beside a letter of ASCII joins nothing. */
const IDLE_JOINERS = /(?<![^\0-\x7f])(?:\u200c|\u200d|\ufe0f)+|(?:\u200c|\u200d|\ufe0f)+(?![^\0-\x7f])/gu;

/**
 * Words as people see them, in one form: without invisible characters, and with full-width, ligated and composed characters
 * as everybody writes them. Whatever people or directories write comes in through it; ids do not, which are nobody's words.
 */
export const plainText = (text: string): string =>
  ASCII.test(text) ? text : text.normalize('NFKC').replace(UNSEEN, '').replace(IDLE_JOINERS, '').normalize('NFKC');

/** What is compared and not shown: without joiners, too. */
export const bareText = (text: string): string =>
  ASCII.test(text) ? text : text.normalize('NFKC').replace(INVISIBLE, '').normalize('NFKC');

/** An e-mail address as it is compared. */
export const plainEmail = (email: string): string =>
  bareText(email)
    .trim()
    .toLowerCase()
    .replace(/^mailto:\s*/, '');

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
};

/** A text as it is searched: letters' case, accents and how its characters are composed do not matter. */
export const searchable = (text: string): string =>
  ASCII.test(text)
    ? text.toLowerCase()
    : bareText(text)
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toUpperCase() // ß is SS.
        .toLowerCase()
        .replace(/[^\0-\x7f]/g, (letter) => WRITTEN[letter] ?? letter);
