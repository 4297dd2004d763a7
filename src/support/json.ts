/** Texts, which stay as they are, and integers that may be wider than a double. */
const TEXT_OR_WIDE_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<=^|[[:,\s])-?[1-9]\d{15,}(?![\d.eE])/gs;

/**
 * Reads JSON in which integers may be wider than a double: those beyond 2^53 become decimal strings, digit for digit.
 * Everything else is as `JSON.parse` reads it. They are put in quotes beforehand, because not every engine tells a
 * reviver what stood in the text.
 *
 * @throws SyntaxError where the text is no JSON
 * @example
 * parseJson('{"id": 9007199254740993}') // { id: '9007199254740993' }
 */
export function parseJson(text: string): unknown {
  return JSON.parse(
    text.replace(TEXT_OR_WIDE_INTEGER, (found) =>
      found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${found}"`,
    ),
  );
}

/**
 * Writes JSON in which every character is ASCII: others stand as `\uXXXX`, which every reader of JSON takes for the same.
 * An engine keeps such a text in a byte a character, where a single dash would make it two.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
