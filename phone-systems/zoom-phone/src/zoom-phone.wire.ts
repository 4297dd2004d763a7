import type { PhoneUser, ProviderAccount, Wire, WirePage } from 'prodoscore-phone-systems';
import { readId, readList, readNumber, readObject, readText, required } from 'prodoscore-phone-systems';

/** Reads a page whose items stand under this name; an empty token ends the list. Throws where it is no page. */
export const readPage =
  (name: string) =>
  (json: unknown): WirePage => {
    const { [name]: items, next_page_token: next } = readObject(json);
    if (!Array.isArray(items)) throw new Error(`The answer has no ${name}.`);
    return { items, next: readText(next) };
  };

/** Zoom names neither an account nor its domain: who connects stands for it, by an address that Zoom has verified. */
export function readAccount(json: unknown): Omit<ProviderAccount, 'readsAllCalls'> {
  const { account_id: id, email, verified } = readObject(json);
  const externalId = required(readId(id), 'The account has no id.');
  const domain = readId(verified) === '1' ? readText(email)?.split('@').at(-1)?.toLowerCase() : undefined;
  return { externalId, name: domain ?? `Account ${externalId}`, domains: domain ? [domain] : [] };
}

/** A person, by the extension that calls name. Who waits for a licence may have none yet, and so no line. */
export function readPerson(wire: Wire): PhoneUser | readonly PhoneUser[] {
  const status = statusOf(readText(wire['status']) ?? '');
  if (status === 'pending' && readId(wire['extension_id']) === null) return [];
  const externalId = required(readId(wire['extension_id']), 'The person has no extension.');
  const [email, extension] = [readText(wire['email'])?.toLowerCase(), readId(wire['extension_number'])];
  const numbers = readList(wire['phone_numbers']).flatMap((each) => {
    const number = readText(readObject(each)['number']);
    // The directory leaves out the plus that calls have.
    return readNumber(number?.replace(/^(?=\d)/, '+')) ?? [];
  });
  return {
    externalId,
    displayName: readText(wire['name']) ?? email ?? `Extension ${extension ?? externalId}`,
    emails: email ? [email] : [],
    numbers: [...[...new Set(numbers)].map((e164) => ({ e164 })), ...(extension ? [{ e164: null, extension }] : [])],
    status,
  };
}

const statusOf = (word: string): PhoneUser['status'] =>
  /^deactiv/i.test(word) ? 'suspended' : /^pending/i.test(word) ? 'pending' : 'active';
