import { searchable } from './plain-text.js';

/** What people are listed by: letters' case and accents do not matter, and `Line 9` stands before `Line 10`. */
export const nameKeyOf = (name: string): string =>
  [
    ...searchable(name)
      .trim()
      .replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0')),
  ]
    .slice(0, LONGEST_KEY)
    .join('');

/** An index takes no more. */
const LONGEST_KEY = 100;
const DIGITS = 12;

/** Where somebody stands in a list. */
export interface ListPlace {
  readonly key: string;
  readonly id: string;
}

/** The order of keys, and where they are the same of ids, as the database has it. */
export const inOrder = (a: ListPlace, b: ListPlace): number => byBytes(a.key, b.key) || byBytes(a.id, b.id);

/** As the database orders texts `collate "C"`. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Some people in the order of lists. */
export const nameOrder = <Person extends { readonly id: string; readonly name: string }>(
  people: readonly Person[],
): Person[] =>
  people
    .map((person) => ({ key: nameKeyOf(person.name), id: person.id, person }))
    .sort(inOrder)
    .map(({ person }) => person);

/** Who stands before and after somebody in that order; nobody does beside whoever is not among these people. */
export function besideInOrder<Person extends { readonly id: string; readonly name: string }>(
  people: readonly Person[],
  id: string,
): { readonly before: Person | null; readonly after: Person | null } {
  const placed = people.map((person) => ({ key: nameKeyOf(person.name), id: person.id, person }));
  const own = placed.find((place) => place.id === id);
  if (own === undefined) return { before: null, after: null };
  const nearest = (direction: 1 | -1) =>
    placed.reduce<(typeof placed)[number] | null>((best, place) => {
      if (inOrder(place, own) * direction <= 0) return best;
      return best === null || inOrder(place, best) * direction < 0 ? place : best;
    }, null)?.person ?? null;
  return { before: nearest(-1), after: nearest(1) };
}
