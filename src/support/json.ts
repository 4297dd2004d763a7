/** At the beginning of a value, so many digits that a double may not hold them. Names are followed by a colon. */
const MAY_BE_WIDE = /(?<![^[:,\s])-?(?:9\d{15}|[1-9]\d{16}\d*)(?![\d.eE]|\s*:)/g;

/**
 * Reads JSON in which integers may be wider than a double: those beyond 2^53 become decimal strings, digit for digit.
 * Everything else is as `JSON.parse` reads it. They are put in quotes beforehand: a reviver that is told what stood in
 * the text takes ten times as long, and cannot go as deep as the engine does.
 *
 * @throws SyntaxError where the text is no JSON
 * @example
 * parseJson('{"id": 9007199254740993}') // { id: '9007199254740993' }
 */
export function parseJson(text: string): unknown {
  const isWithinText = textsIn(text);
  let quoted = '';
  let done = 0;
  for (const { 0: digits, index } of text.matchAll(MAY_BE_WIDE)) {
    if (!isWide(digits) || isWithinText(index)) continue;
    quoted += `${text.slice(done, index)}"${digits}"`;
    done = index + digits.length;
  }
  return JSON.parse(quoted + text.slice(done));
}

/** Fewer integers are beyond 2^53 than have as many digits. */
function isWide(integer: string): boolean {
  const digits = integer.startsWith('-') ? integer.slice(1) : integer;
  return digits.length > LARGEST_SAFE.length || digits > LARGEST_SAFE;
}

const LARGEST_SAFE = String(Number.MAX_SAFE_INTEGER);

/** @returns tells of places, each behind the one before, whether they are within a text of the JSON */
function textsIn(json: string): (place: number) => boolean {
  let isWithin = false;
  let quote = json.indexOf('"');
  return (place) => {
    for (; quote !== -1 && quote < place; quote = json.indexOf('"', quote + 1)) {
      if (!isWithin || !isEscaped(json, quote)) isWithin = !isWithin;
    }
    return isWithin;
  };
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(json: string, place: number): boolean {
  let from = place;
  while (json[from - 1] === '\\') from -= 1;
  return (place - from) % 2 === 1;
}

/**
 * Writes JSON in which every character is ASCII: others stand as `\uXXXX`, which every reader of JSON takes for the same.
 * An engine keeps such a text in a byte a character, where a single dash would make it two.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
