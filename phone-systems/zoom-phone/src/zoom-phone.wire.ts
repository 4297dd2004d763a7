import {
  type PhoneUser,
  type ProviderAccount,
  type Wire,
  type WirePage,
  readId,
  readObject,
  readText,
  required,
} from 'prodoscore-phone-systems';

/** Reads a page whose items stand under this name; an empty token ends the list. Throws where it is no page. */
export const readPage =
  (name: string) =>
  (json: unknown): WirePage => {
    const page = readObject(json);
    const items = page[name];
    if (!Array.isArray(items)) throw new Error(`The answer has no ${name}.`);
    return { items, next: readText(page['next_page_token']) };
  };

/** Zoom names no domain of an account: the one who connects stands for it, where Zoom has verified the address. */
export function readAccount(json: unknown): Omit<ProviderAccount, 'readsAllCalls'> {
  const { account_id: id, email, verified } = readObject(json);
  const domain = verified === 1 ? (readText(email)?.split('@').at(-1)?.toLowerCase() ?? null) : null;
  const externalId = required(readId(id), 'The account has no id.');
  return { externalId, name: domain ?? `Account ${externalId}`, domains: domain === null ? [] : [domain] };
}

/** A person, by the extension that calls name. */
export function readPerson(wire: Wire): PhoneUser {
  const externalId = required(readId(wire['extension_id']), 'The person has no extension.');
  const email = readText(wire['email'])?.toLowerCase();
  return {
    externalId,
    displayName: readText(wire['name']) ?? email ?? externalId,
    emails: email ? [email] : [],
    numbers: [],
    status: 'active',
  };
}
