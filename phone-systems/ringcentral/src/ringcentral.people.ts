import {
  type PhoneUser,
  type Wire,
  readId,
  readList,
  readNumber,
  readObject,
  readText,
  required,
} from 'prodoscore-phone-systems';

/** Other extensions of the directory are queues, menus, rooms and shared telephones. */
export const isPerson = (wire: Wire): boolean => wire['type'] === 'User';

/** A person, from the directory or the list of extensions. */
export function readUser(wire: Wire): PhoneUser {
  const externalId = required(readId(wire['id']), 'The extension has no id.');
  const email = readText(wire['email'] ?? readObject(wire['contact'])['email'])?.toLowerCase();
  const numbers = readList(wire['phoneNumbers']).flatMap((each) => {
    const { e164, phoneNumber } = readObject(each);
    return readNumber(e164 ?? phoneNumber, 'US') ?? [];
  });
  const extension = readId(wire['extensionNumber']);
  return {
    externalId,
    displayName: nameOf(wire) ?? email ?? `Extension ${extension ?? externalId}`,
    emails: email ? [email] : [],
    numbers: [...[...new Set(numbers)].map((e164) => ({ e164 })), ...(extension ? [{ e164: null, extension }] : [])],
    status: statusOf(wire['status']),
  };
}

const nameOf = (wire: Wire): string | null =>
  readText(wire['name']) ??
  readText([readText(wire['firstName']), readText(wire['lastName'])].filter((part) => part !== null).join(' '));

function statusOf(status: unknown): PhoneUser['status'] {
  if (status === 'Disabled' || status === 'Frozen') return 'suspended';
  return status === 'NotActivated' || status === 'Unassigned' ? 'pending' : 'active';
}
