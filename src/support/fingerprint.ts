import { createHash } from 'node:crypto';

/** What is nested more deeply, or holds more, is not written as JSON: that could use up the stack. */
const DEEPEST = 100;
const MOST_VALUES = 20_000;

/**
 * By what the same thing from outside is known again: a hash of what it says, whatever that is. Nothing makes it throw,
 * neither depth nor a circle.
 */
export function fingerprintOf(value: unknown): string {
  const hash = createHash('sha256');
  for (const text of textsOf(value)) hash.update(text);
  return hash.digest('base64url');
}

function textsOf(value: unknown): readonly string[] {
  const texts: string[] = [];
  const left: { readonly at: string; readonly value: unknown; readonly depth: number }[] = [
    { at: '', value, depth: 0 },
  ];
  let deepest = 0;
  for (let next = left.pop(); next !== undefined && texts.length < MOST_VALUES; next = left.pop()) {
    const { at, value: each, depth } = next;
    deepest = Math.max(deepest, depth);
    texts.push(`${depth} ${at} ${plainly(each)}\n`);
    for (const [key, inner] of entriesOf(each)) left.push({ at: key, value: inner, depth: depth + 1 });
  }
  if (deepest > DEEPEST || texts.length === MOST_VALUES) return texts;
  try {
    return [JSON.stringify(value) ?? ''];
  } catch {
    return texts;
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  try {
    return Object.entries(value).slice(0, MOST_VALUES);
  } catch {
    return [];
  }
}

const plainly = (value: unknown): string =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? typeof value : String(value);
