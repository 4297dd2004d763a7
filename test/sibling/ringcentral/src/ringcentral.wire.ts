import { type Page, type RejectedItem, pageToken, toE164 } from 'prodoscore-phone-systems';

export type Wire = Readonly<Record<string, unknown>>;

/** Says in one sentence, without content, why an item cannot be read. */
export class Unreadable extends Error {}

export const isObject = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readObject = (value: unknown): Wire => (isObject(value) ? value : {});

export const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const readText = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Ids come as numbers or as text; beyond 2^53 always as text. */
export const readId = (value: unknown): string | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : readText(value);

/** RingCentral writes numbers in full, at times without the plus; what is shorter is an extension. */
export const readNumber = (value: unknown): string | null => {
  const text = readText(value);
  return text === null ? null : toE164(text, 'US');
};

export const readInstant = (value: unknown): Date | null => {
  const ms = Date.parse(readText(value) ?? '');
  return Number.isNaN(ms) ? null : new Date(ms);
};

/** One page of a list by page numbers. */
export interface WirePage {
  readonly records: readonly unknown[];
  readonly next: string | undefined;
}

/** Reads `{ records, paging: { page, totalPages } }`; throws where it is no page. */
export function readPage(json: unknown): WirePage {
  const wire = readObject(json);
  if (!Array.isArray(wire['records'])) throw new Error('The answer has no records.');
  const { page, totalPages } = readObject(wire['paging']);
  const hasNext =
    isObject(readObject(wire['navigation'])['nextPage']) ||
    (typeof page === 'number' && typeof totalPages === 'number' && page < totalPages);
  if (hasNext && typeof page !== 'number') throw new Error('The answer has a next page and no number of its own.');
  return { records: wire['records'], next: hasNext ? String(Number(page) + 1) : undefined };
}

/** What can be read of a page, beside what cannot. One item may be several. */
export function toPage<T>({ records, next }: WirePage, read: (wire: Wire, reject: Reject) => readonly T[]): Page<T> {
  const rejected: RejectedItem[] = [];
  const reject: Reject = (raw, reason) => rejected.push({ reason, raw });
  const items = records.flatMap((raw) => attempt(raw, (wire) => read(wire, reject), reject) ?? []);
  return { items, rejected, ...(next !== undefined && { next: pageToken(next) }) };
}

export type Reject = (raw: unknown, reason: string) => unknown;

/** Reads one thing, or sets it aside. */
export function attempt<T>(raw: unknown, read: (wire: Wire) => T, reject: Reject): T | undefined {
  try {
    if (!isObject(raw)) throw new Unreadable('It is no object.');
    return read(raw);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reject(raw, error.message);
    return undefined;
  }
}
