/**
 * Where a spreadsheet would take what follows for a formula: at the beginning of a field, and within it after whatever
 * parts fields or lines in another language's settings. Quotation marks and blanks are passed over, and apostrophes that
 * stand there already are counted, so that putting one more there can be undone.
 */
const FORMULA = String.raw`["\p{Zs}\ufeff]*[=+\-@\t\r＝＋－＠]`;
// eslint-disable-next-line security/detect-non-literal-regexp -- of the constant above
const BEFORE_FORMULA = new RegExp(String.raw`(?<=^|[;\t\r\n])(?='*${FORMULA})`, 'gu');
// eslint-disable-next-line security/detect-non-literal-regexp -- of the constant above
const APOSTROPHE = new RegExp(String.raw`(?<=^|[;\t\r\n])'(?='*${FORMULA})`, 'gu');

/**
 * A field of a CSV file of which no spreadsheet runs anything, whatever it takes for a separator.
 *
 * @example
 * disarmed('=1+1') // "'=1+1"
 * disarmed('x;=1+1') // "x;'=1+1"
 */
export const disarmed = (field: string): string => field.replace(BEFORE_FORMULA, "'");

/** What {@link disarmed} was given. */
export const armed = (field: string): string => field.replace(APOSTROPHE, '');
