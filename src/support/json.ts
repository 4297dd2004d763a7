/**
 * Reads JSON in which integers may be wider than a double: those beyond 2^53 become decimal strings, digit for digit.
 * Everything else is as `JSON.parse` reads it. They are put in quotes beforehand: a reviver that is told what stood in
 * the text takes ten times as long, and cannot go as deep as the engine does. The text is gone through once, character
 * by character: an expression that looks for such integers takes far longer on some texts than on others.
 *
 * @throws SyntaxError where the text is no JSON
 * @example
 * parseJson('{"id": 9007199254740993}') // { id: '9007199254740993' }
 */
export function parseJson(text: string): unknown {
  let quoted = '';
  let done = 0;
  for (let place = 0; place < text.length;) {
    const unit = text.charCodeAt(place);
    if (unit === QUOTE) {
      place = behindText(text, place);
    } else if (isOfNumber(unit)) {
      const end = behindNumber(text, place);
      if (isWideInteger(text, place, end) && endsValue(text, end)) {
        quoted += text.slice(done, place) + '"' + text.slice(place, end) + '"';
        done = end;
      }
      place = end;
    } else {
      place += 1;
    }
  }
  return JSON.parse(quoted + text.slice(done));
}

const LARGEST_SAFE = String(Number.MAX_SAFE_INTEGER);
const [QUOTE, BACKSLASH, MINUS, ZERO, NINE] = [...'"\\-09'].map(unitOf) as [number, number, number, number, number];
const OF_NUMBERS = unitsOf('-+.eE0123456789');
const BLANKS = unitsOf(' \t\n\r');
/** What may stand behind a value. A colon may not: what stands before it is no name where it has no quotes. */
const BEHIND_VALUES = unitsOf(',]}');

function unitOf(character: string): number {
  return character.charCodeAt(0);
}

/** @returns tells of ASCII whether it is one of these characters */
function unitsOf(characters: string): readonly boolean[] {
  return Array.from({ length: 128 }, (_, unit) => characters.includes(String.fromCharCode(unit)));
}

const isOfNumber = (unit: number): boolean => OF_NUMBERS[unit] === true;

/** @param place of the quote at its beginning */
function behindText(json: string, place: number): number {
  for (let at = place + 1; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if (unit === BACKSLASH) at += 1;
    else if (unit === QUOTE) return at + 1;
  }
  return json.length;
}

function behindNumber(json: string, place: number): number {
  let end = place + 1;
  while (isOfNumber(json.charCodeAt(end))) end += 1;
  return end;
}

/** Fewer integers are beyond 2^53 than have as many digits. */
function isWideInteger(json: string, from: number, to: number): boolean {
  if (to - from < LARGEST_SAFE.length) return false;
  const first = json.charCodeAt(from) === MINUS ? from + 1 : from;
  if (json.charCodeAt(first) === ZERO) return false;
  for (let at = first; at < to; at++) {
    const unit = json.charCodeAt(at);
    if (unit < ZERO || unit > NINE) return false;
  }
  return (
    to - first > LARGEST_SAFE.length || (to - first === LARGEST_SAFE.length && json.slice(first, to) > LARGEST_SAFE)
  );
}

function endsValue(json: string, place: number): boolean {
  let at = place;
  while (BLANKS[json.charCodeAt(at)] === true) at += 1;
  return at >= json.length || BEHIND_VALUES[json.charCodeAt(at)] === true;
}

/**
 * Writes JSON in which every character is ASCII: others stand as `\uXXXX`, which every reader of JSON takes for the same.
 * An engine keeps such a text in a byte a character, where a single dash would make it two.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
