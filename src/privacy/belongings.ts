import {
  employeeHolders,
  type Evidence,
  EVIDENCE,
  grouped,
  type MatchableEmployee,
  type MatchablePhoneUser,
  phoneUserHolders,
} from '../mapping/identifiers.js';

/** Which phone users of one directory are a person's. */
export interface Belongings {
  /** Ids of those who have an e-mail address of theirs, or, being present, a number of theirs, which nobody else has. */
  readonly theirs: ReadonlySet<string>;
  /** Those who have something of theirs, by the strongest of it, and may be somebody else all the same. */
  readonly doubtful: ReadonlyMap<string, Evidence>;
}

/**
 * What two directories say is a person's. An address that two people have, the number of somebody who departed and a
 * name say nothing for sure; and whoever has another's address is that one.
 *
 * @param person active or not
 * @param others the other employees
 * @param region how national numbers are read
 */
export const belongingsOf = (
  person: MatchableEmployee,
  others: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  region: string,
): Belongings =>
  belongingsAmong(
    [...others.filter(({ id }) => id !== person.id), { ...person, active: true }],
    phoneUsers,
    region,
  )(person.id);

/**
 * The same of many people, for which both directories are read once.
 *
 * @param employees everybody; who is asked for, is active among them
 */
export function belongingsAmong(
  employees: readonly MatchableEmployee[],
  phoneUsers: readonly MatchablePhoneUser[],
  region: string,
): (personId: string) => Belongings {
  const holders = employeeHolders(employees, region);
  const users = phoneUserHolders(phoneUsers);
  const present = new Set(phoneUsers.flatMap((user) => (user.status === 'departed' ? [] : [user.externalId])));
  const departed = phoneUserHolders(phoneUsers.filter(({ externalId }) => !present.has(externalId)));
  const ownersOf = grouped(
    [...holders.email].flatMap(([email, [owner, ...more]]) =>
      owner === undefined || more.length > 0
        ? []
        : [...withFormer(users.email.get(email), departed.email.get(email))].map((user) => [user, owner] as const),
    ),
  );
  const heldBy = (on: Evidence): ReadonlyMap<string, ReadonlySet<string>> =>
    grouped([...holders[on]].flatMap(([identifier, people]) => [...people].map((id) => [id, identifier] as const)));
  const identifiers = { email: heldBy('email'), phone: heldBy('phone'), name: heldBy('name') };
  return (personId) => {
    const theirs = new Set<string>();
    const doubtful = new Map<string, Evidence>();
    const take = (user: string, on: Evidence, isSure: boolean): void => {
      if (theirs.has(user) || [...(ownersOf.get(user) ?? [])].some((owner) => owner !== personId)) return;
      if (isSure) theirs.add(user);
      else if (!doubtful.has(user)) doubtful.set(user, on);
    };
    for (const on of EVIDENCE) {
      for (const identifier of identifiers[on].get(personId) ?? []) {
        const now = [...(users[on].get(identifier) ?? [])];
        const isUnshared =
          holders[on].get(identifier)?.size === 1 && now.filter((user) => present.has(user)).length <= 1;
        for (const user of withFormer(now, departed[on].get(identifier))) {
          take(user, on, isUnshared && (on === 'email' || (on === 'phone' && present.has(user))));
        }
      }
    }
    for (const user of theirs) doubtful.delete(user);
    return { theirs, doubtful };
  };
}

const withFormer = (now: Iterable<string> = [], former: Iterable<string> = []): Set<string> =>
  new Set([...now, ...former]);
