import {
  type CallRecord,
  type Page,
  type PhoneUser,
  type ProviderAccount,
  type RejectedItem,
  pageToken,
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
