import type { ListedPerson } from '../mapping/index.js';
import type { Sheet } from './people-sheets.js';
import { totalOf, type TotalView } from './team-figures.js';

/** By what people can be put in order: up, and with a minus down. */
export const PEOPLE_SORTS = [
  'name',
  'unknown',
  '-unknown',
  'score',
  '-score',
  'countedSeconds',
  '-countedSeconds',
  'calls',
  '-calls',
  'missed',
  '-missed',
] as const;
export type PeopleSort = (typeof PEOPLE_SORTS)[number];

/**
 * Whether an order puts people in the order of what they came to. How much of somebody's days is not known says something
 * of the data, and nothing of the person.
 */
export const isRanking = (sort: PeopleSort): boolean => sort !== 'name' && figureOf(sort) !== 'unknownDays';

/** Whether an order tells of scores. */
export const isByScore = (sort: PeopleSort): boolean => figureOf(sort) === 'score';

/**
 * Those of a team who are among some people, in order; where two have the same figure, by name. Of whom no day is known
 * comes last, up and down.
 *
 * @param team by name
 */
export function inOrderOf(
  sort: PeopleSort,
  team: readonly Sheet[],
  people: readonly ListedPerson[],
): readonly ListedPerson[] {
  const ids = new Set(people.map(({ id }) => id));
  const ranked = team
    .filter(({ person }) => ids.has(person.id))
    .map(({ person, days }) => ({ person, figure: valueOf(sort, totalOf(days)) }));
  const direction = sort.startsWith('-') ? -1 : 1;
  return ranked
    .toSorted((a, b) => {
      if (a.figure === null || b.figure === null) return Number(a.figure === null) - Number(b.figure === null);
      return (a.figure - b.figure) * direction;
    })
    .map(({ person }) => person);
}

const figureOf = (sort: PeopleSort): keyof TotalView => {
  const name = sort.replace('-', '');
  return name === 'unknown' ? 'unknownDays' : (name as keyof TotalView);
};

function valueOf(sort: PeopleSort, total: TotalView): number | null {
  const figure = figureOf(sort);
  return figure !== 'unknownDays' && total.knownDays === 0 ? null : total[figure];
}
