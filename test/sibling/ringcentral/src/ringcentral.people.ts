import {
  type CallGroup,
  type PhoneUser,
  Unreadable,
  type Wire,
  readId,
  readList,
  readNumber,
  readObject,
  readText,
} from 'prodoscore-phone-systems';

/** Extensions that are people; the others are queues, menus, sites and rooms. */
const PERSON = new Set(['User', 'FlexibleUser', 'VirtualUser', 'DigitalUser', 'Limited']);

export const isPerson = (wire: Wire): boolean => PERSON.has(readText(wire['type']) ?? '');

/** A directory entry of a person. */
export function readUser(wire: Wire): PhoneUser {
  const externalId = readId(wire['id']);
  if (externalId === null) throw new Unreadable('The extension has no id.');
  const email = readText(wire['email'])?.toLowerCase();
  const numbers = readList(wire['phoneNumbers']).flatMap(
    (each) => readNumber(readObject(each)['phoneNumber'], 'US') ?? [],
  );
  const extension = readId(wire['extensionNumber']);
  return {
    externalId,
    displayName: nameOf(wire) ?? email ?? `Extension ${extension ?? externalId}`,
    emails: email ? [email] : [],
    numbers: [...[...new Set(numbers)].map((e164) => ({ e164 })), ...(extension ? [{ e164: null, extension }] : [])],
    status: statusOf(wire['status']),
  };
}

/** A directory entry of something that is no person. */
export function readGroup(wire: Wire): readonly CallGroup[] {
  const externalId = readId(wire['id']);
  return externalId === null || isPerson(wire) ? [] : [{ externalId, name: nameOf(wire) }];
}

const nameOf = (wire: Wire): string | null =>
  readText(wire['name']) ??
  readText([readText(wire['firstName']), readText(wire['lastName'])].filter((part) => part !== null).join(' '));

function statusOf(status: unknown): PhoneUser['status'] {
  if (status === 'Disabled' || status === 'Frozen') return 'suspended';
  return status === 'NotActivated' ? 'pending' : 'active';
}
