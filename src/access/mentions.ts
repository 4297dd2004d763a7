import type { Employee, PhoneUser } from '../contract/index.js';
import { toE164 } from '../support/phone-numbers.js';
import { bareText } from '../support/plain-text.js';

/** How other people's records name somebody. */
export interface Mentions {
  /** As {@link plainName} writes them. */
  readonly names: readonly string[];
  /** E.164. */
  readonly numbers: readonly string[];
}

/** Erased people whom a directory lists still. Nothing of them is stored. */
export interface ErasedListed<Person> {
  readonly people: readonly Person[];
  /** Of which erasures that knows: see {@link erasuresAsOf}. */
  readonly asOf: string | null;
}

/** How the directories still name erased people, and of which erasures that knows. */
export interface KnownMentions extends Mentions {
  readonly asOf: string | null;
}

/** What two directories say together; null where one was not read, or does not know of an erasure of which the other knows. */
export function knownMentions(
  phoneUsers: ErasedListed<PhoneUser> | null,
  employees: ErasedListed<Employee> | null,
  region: string,
): KnownMentions | null {
  if (phoneUsers === null || employees === null || phoneUsers.asOf !== employees.asOf) return null;
  return { ...mentionsOf(phoneUsers.people, employees.people, region), asOf: phoneUsers.asOf };
}

/**
 * A name however it is written: in lower case, with single spaces, in one form and without what nobody sees. The one rule
 * for that: a database knows another lower case, and what an earlier release stored is in no form at all.
 */
export const plainName = (name: string): string => bareText(name).trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * By which names and numbers others' records may mean these people.
 *
 * @param region of the employees' national numbers
 */
export function mentionsOf(
  phoneUsers: readonly Pick<PhoneUser, 'displayName' | 'numbers'>[],
  employees: readonly Pick<Employee, 'name' | 'phones'>[],
  region: string,
): Mentions {
  const names = [...phoneUsers.map(({ displayName }) => displayName), ...employees.map(({ name }) => name)];
  const numbers = [
    ...phoneUsers.flatMap((user) => user.numbers.map(({ e164 }) => e164)),
    ...employees.flatMap(({ phones }) => phones.map((phone) => toE164(phone, region))),
  ];
  return {
    names: [...new Set(names.map(plainName))].filter((name) => name !== ''),
    numbers: [...new Set(numbers.filter((number) => number !== null))],
  };
}
