import { toE164 } from '../support/phone-numbers.js';
import { plainEmail, searchable } from '../support/plain-text.js';

/** What matching looks at in an employee. */
export interface MatchableEmployee {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  /** As people write them. */
  readonly phones: readonly string[];
  readonly active: boolean;
}

/** What matching looks at in a phone user. */
export interface MatchablePhoneUser {
  readonly externalId: string;
  readonly displayName: string;
  readonly emails: readonly string[];
  readonly numbers: readonly { readonly e164: string | null }[];
  readonly status: string;
  /** Since when the addresses are known to be theirs; null is since ever. */
  readonly emailsSince: Date | null;
}

/** What an employee and a phone user may have in common, strongest first. A name only ever suggests. */
export const EVIDENCE = ['email', 'phone', 'name'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** Who has an address, a number or a name, by its normal form: ids of employees or of phone users. */
export type Holders = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Who of the active employees has what.
 *
 * @param region how national numbers are read
 */
export function employeeHolders(employees: readonly MatchableEmployee[], region: string): Record<Evidence, Holders> {
  const active = employees.filter((employee) => employee.active);
  const by = (identifiers: (employee: MatchableEmployee) => readonly string[]): Holders =>
    grouped(
      active.flatMap((employee) => identifiers(employee).map((identifier) => [identifier, employee.id] as const)),
    );
  return {
    email: by(({ emails }) => emails.flatMap(normalEmail)),
    phone: by(({ phones }) => phones.flatMap((phone) => toE164(phone, region) ?? [])),
    name: by(({ name }) => normalName(name)),
  };
}

/** Who of the phone users has what. What a present one has, no departed one has any more. */
export function phoneUserHolders(phoneUsers: readonly MatchablePhoneUser[]): Record<Evidence, Holders> {
  const present = phoneUsers.filter(({ status }) => status !== 'departed');
  const departed = phoneUsers.filter(({ status }) => status === 'departed');
  const by = (identifiers: (user: MatchablePhoneUser) => readonly string[]): Holders => {
    const of = (users: readonly MatchablePhoneUser[]): Holders =>
      grouped(users.flatMap((user) => identifiers(user).map((identifier) => [identifier, user.externalId] as const)));
    return new Map([...of(departed), ...of(present)]);
  };
  return {
    email: by(({ emails }) => emails.flatMap(normalEmail)),
    phone: by(({ numbers }) => numbers.flatMap(({ e164 }) => e164 ?? [])),
    name: by(({ displayName }) => normalName(displayName)),
  };
}

/** The numbers that somebody has who is no longer here, on either side: each may have been theirs before. */
export const formerNumbers = (
  employees: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  region: string,
): ReadonlySet<string> =>
  new Set([
    ...employees
      .filter(({ active }) => !active)
      .flatMap(({ phones }) => phones.flatMap((phone) => toE164(phone, region) ?? [])),
    ...phoneUsers
      .filter(({ status }) => status === 'departed')
      .flatMap(({ numbers }) => numbers.flatMap(({ e164 }) => e164 ?? [])),
  ]);

/** Puts second members together by their first. */
export function grouped(pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, new Set([value]));
    else group.add(value);
  }
  return groups;
}

const normalEmail = (email: string): string[] => {
  const normal = plainEmail(email);
  return normal === '' ? [] : [normal];
};

/** "Reyes, Dána" is Dana Reyes: letters' case, accents, punctuation and the order of the parts do not matter. */
const normalName = (name: string): string[] => {
  const parts = searchable(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  return parts.length === 0 ? [] : [parts.sort().join(' ')];
};
