import {
  type CallRecord,
  type Page,
  type PhoneUser,
  type ProviderAccount,
  type RejectedItem,
  pageToken,
  toE164,
} from 'prodoscore-phone-systems';

export type Wire = Readonly<Record<string, unknown>>;

/** One page as the vendor sends it. */
export interface WirePage {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

/** Says in one sentence, without content, why an item cannot be read. */
export class Unreadable extends Error {}

const isObject = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readObject = (value: unknown): Wire => (isObject(value) ? value : {});

export const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Without space around; null where there is none. */
export const readText = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Ids come as numbers or as text; the session hands those beyond 2^53 on as text. */
export function readId(value: unknown): string {
  const id = Number.isSafeInteger(value) ? String(value) : readText(value);
  if (id === null) throw new Unreadable('An id is missing.');
  return id;
}

export function readInstant(value: unknown): Date {
  const instant = new Date(readText(value) ?? NaN);
  if (Number.isNaN(instant.getTime())) throw new Unreadable('A time is missing, or is none.');
  return instant;
}

/** E.164; null for a withheld number, a word or an extension. Where numbers have no country code, give the region. */
export const readNumber = (value: unknown): string | null => toE164(readText(value) ?? '', 'US');

/** Where does the vendor put its items, and where the way to the next page? Throws where it is no page at all. */
export function readPage(json: unknown): WirePage {
  if (!isObject(json) || !Array.isArray(json['items'])) throw new Error('The answer is no page.');
  return { items: json['items'], next: typeof json['next'] === 'string' ? json['next'] : undefined };
}

/** What can be read of a page, beside what cannot. */
export function toPage<T>({ items, next }: WirePage, read: (wire: Wire) => T): Page<T> {
  const rejected: RejectedItem[] = [];
  const readable = items.flatMap((raw) => {
    try {
      if (!isObject(raw)) throw new Unreadable('It is no object.');
      return [read(raw)];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      rejected.push({ reason: error.message, raw });
      return [];
    }
  });
  return { items: readable, rejected, ...(next !== undefined && { next: pageToken(next) }) };
}

/** Whose account it is; readsAllCalls is asked for beside it. */
export function readAccount(json: unknown): Omit<ProviderAccount, 'readsAllCalls'> {
  if (!isObject(json)) throw new Error('The answer is no account.');
  throw new Unreadable('readAccount is not written yet: read id, name and e-mail domain of the account.');
}

/** One person of the directory. */
export function readPerson(_wire: Wire): PhoneUser {
  throw new Unreadable('readPerson is not written yet: read id, name, e-mails, numbers and status.');
}

/** One call of one person. */
export function readCall(_wire: Wire): CallRecord {
  throw new Unreadable('readCall is not written yet: read whose it is, direction, outcome, times and the other party.');
}
