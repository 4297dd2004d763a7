import {
  type CallRecord,
  isObject,
  type PhoneUser,
  type ProviderAccount,
  Unreadable,
  type Wire,
  type WirePage,
} from 'prodoscore-phone-systems';

/** Where does the vendor put its items, and where the way to the next page? Throws where it is no page at all. */
export function readPage(json: unknown): WirePage {
  if (!isObject(json) || !Array.isArray(json['items'])) throw new Error('The answer is no page.');
  return { items: json['items'], next: typeof json['next'] === 'string' ? json['next'] : undefined };
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
