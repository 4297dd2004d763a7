/** At the beginning of a value, so many digits that a double may not hold them. */
const WIDE_INTEGER = /(?<![^[:,\s]|[^"\s]:)-?(?:9\d{15}|[1-9]\d{16,})(?![\d.eE])/g;
/** A text that nobody ended goes to the end of all, so that no part of it is looked at twice. */
const TEXT_OR_WIDE_INTEGER = new RegExp(String.raw`"[^"\\]*(?:\\.[^"\\]*)*"?|${WIDE_INTEGER.source}`, 'gs');

/**
 * Reads JSON in which integers may be wider than a double: those beyond 2^53 become decimal strings, digit for digit.
 * Everything else is as `JSON.parse` reads it. They are put in quotes beforehand: a reviver that is told what stood in
 * the text takes four times as long.
 *
 * @throws SyntaxError where the text is no JSON
 * @example
 * parseJson('{"id": 9007199254740993}') // { id: '9007199254740993' }
 */
export function parseJson(text: string): unknown {
  const quoted = text.replace(WIDE_INTEGER, quotedIfWide);
  try {
    return JSON.parse(quoted);
  } catch (error) {
    if (quoted === text) throw error;
    // Digits within a text were put in quotes as well: the first of these ended the text, and no digit may follow an end.
    // To tell texts from what is between them takes twice as long, so that it is done for such JSON only.
    const outside = text.replace(TEXT_OR_WIDE_INTEGER, (found) =>
      found.startsWith('"') ? found : quotedIfWide(found),
    );
    if (outside === quoted) throw error;
    return JSON.parse(outside);
  }
}

/** Fewer integers are beyond 2^53 than have as many digits. */
const quotedIfWide = (digits: string): string => (Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`);

/**
 * Writes JSON in which every character is ASCII: others stand as `\uXXXX`, which every reader of JSON takes for the same.
 * An engine keeps such a text in a byte a character, where a single dash would make it two.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
