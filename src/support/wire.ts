import { type Page, pageToken, ProviderError, type RejectedItem } from '../contract/index.js';
import { toE164 } from './phone-numbers.js';
import { plainText } from './plain-text.js';
import { storableText } from './storable-text.js';

/**
 * Readers of what vendors send, for every provider. Any field may be null, missing or of another type than last time, and
 * unknown ones are normal: each reader answers the value, fit to be stored, or null where there is none to be had.
 */

/** A JSON object. */
export type Wire = Readonly<Record<string, unknown>>;

/** Says in one sentence, without content, why an item cannot be read. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export const isObject = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or an empty one. */
export const readObject = (value: unknown): Wire => (isObject(value) ? value : {});

/** The list, or an empty one. */
export const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text with something in it, without space around. */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = storableText(plainText(value).trim()).trim();
  return text === '' ? null : text;
}

/** The texts of a list, each once. */
export const readTexts = (value: unknown): readonly string[] => [
  ...new Set(readList(value).flatMap((each) => readText(each) ?? [])),
];

const ID = /^[!-~]{1,500}$/;

/** An id as text, from text or a number. The session hands numbers beyond 2^53 on as text: one that is wide is broken. */
export function readId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  const id = typeof value === 'string' ? value.trim() : '';
  return ID.test(id) ? id : null;
}

/**
 * A telephone number in E.164; null for an extension, or a word that says that the number was withheld.
 *
 * @param region in which national numbers are read, such as `US`; without it only those that begin with `+` are
 */
export const readNumber = (value: unknown, region = ''): string | null => {
  const text = readText(value);
  return text === null ? null : toE164(text, region);
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** An instant of ISO 8601 that names its zone. One before 1970 is a vendor's way to say that there is none. */
export function readInstant(value: unknown): Date | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  return ms > 0 ? new Date(ms) : null;
}

/**
 * What must be there.
 *
 * @throws Unreadable where it is not
 * @example
 * required(readId(wire['id']), 'An id is missing.')
 */
export function required<T>(value: T | null, reason: string): T {
  if (value === null) throw new Unreadable(reason);
  return value;
}

/** One page as a vendor sends it. */
export interface WirePage {
  readonly items: readonly unknown[];
  /** Where the list goes on; undefined or empty on the last page. */
  readonly next: string | null | undefined;
}

/** Sets something aside, with its reason. */
export type Reject = (raw: unknown, reason: string) => void;

/** A broken record has sound neighbours. Where so many stand together and none can be read, the shape has changed. */
const TOO_MANY_BROKEN = 10;

/**
 * What can be read of a page, beside what cannot.
 *
 * @param read reads one item, or several out of one; it throws {@link Unreadable} where it cannot, and may set a part aside
 * @throws ProviderError of kind `unreadable` where a page of ten or more has nothing that can be read: to set all of it
 *   aside would pass over a whole day
 * @example
 * toPage(page, (wire) => readCall(wire))
 */
export function toPage<T extends object>(
  { items, next }: WirePage,
  read: (wire: Wire, reject: Reject) => T | readonly T[],
): Page<T> {
  const rejected: RejectedItem[] = [];
  const reject: Reject = (raw, reason) => {
    const externalId = readId(readObject(raw)['id']);
    rejected.push({ ...(externalId !== null && { externalId }), reason, raw });
  };
  const readable = items.flatMap((raw) => readOne(raw, (wire) => read(wire, reject), reject) ?? []);
  if (items.length >= TOO_MANY_BROKEN && rejected.length >= items.length && readable.length === 0) {
    throw new ProviderError(
      { kind: 'unreadable', where: 'every item' },
      'The phone system answered in a form that is not understood.',
    );
  }
  return { items: readable, rejected, ...(next && { next: pageToken(next) }) };
}

/** Reads one thing, or sets it aside. */
export function readOne<T>(raw: unknown, read: (wire: Wire) => T, reject: Reject): T | undefined {
  try {
    if (!isObject(raw)) throw new Unreadable('It is no object.');
    return read(raw);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reject(raw, error.message);
    return undefined;
  }
}
