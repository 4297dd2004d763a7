import { notedIn, type NotedTerms } from '../access/index.js';
import type { ListedPerson, Ownership } from '../mapping/index.js';
import type { TenantEntity } from '../storage/index.js';
import { type Day, dayOf } from '../support/days.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { fetchedDays, type KnownOfDays, statesOf, whyUnknown, type WhyUnknown } from './day-states.js';
import { groupedBy } from './grouped-by.js';

/** The days of many people as the database answers them: lists of one order, one place for each day that is stored. */
export interface PeopleRow extends Pick<KnownOfDays, 'reaches' | 'waitingLines'> {
  /** Null where no terms of the tenant were noted yet. */
  readonly terms: TenantEntity['terms'] | null;
  readonly pastTerms: TenantEntity['pastTerms'] | null;
  readonly ownerships: readonly Ownership[];
  readonly waiting: readonly (readonly [employeeId: string, day: Day])[];
  /** Whose day it is, as a place in the list of people that was asked for. */
  readonly people: string | null;
  /** How many days after the first that was asked for. */
  readonly days: string | null;
  readonly scores: string | null;
  readonly countedMs: string | null;
  readonly calls: string | null;
  readonly missed: string | null;
  readonly frozen: string | null;
}

/** What is stored of a day. */
export interface StoredFigures {
  readonly score: number;
  readonly countedMs: number;
  readonly calls: number;
  /** Null where that is no longer known. */
  readonly missed: number | null;
}

/** A day of somebody. */
export interface SheetDay {
  /** Null where the day is known. */
  readonly why: WhyUnknown | null;
  /** Nothing where no call is stored. */
  readonly stored: StoredFigures | undefined;
}

/** Some days of somebody, in order. */
export interface Sheet {
  readonly person: ListedPerson;
  readonly days: readonly SheetDay[];
}

/** The terms that were read with the days; null where none were noted. */
export const termsIn = ({ terms, pastTerms }: PeopleRow): NotedTerms | null =>
  terms === null ? null : notedIn({ terms, pastTerms: pastTerms ?? [] });

/**
 * The days of each of the people.
 *
 * @param people those for whom the row was asked, in the same order
 * @param days those from the first to the last that was asked for
 */
export function sheetsOf(
  row: PeopleRow,
  people: readonly ListedPerson[],
  days: readonly Day[],
  { terms, now, settings }: SheetBasis,
): readonly Sheet[] {
  const stored = storedOf(row, people.length);
  const fetchedOn = fetchedDays(row.reaches, terms, settings);
  const ownerships = groupedBy(row.ownerships, ({ employeeId }) => employeeId);
  const waiting = groupedBy(row.waiting, ([employeeId]) => employeeId);
  const today = dayOf(now, terms);
  return people.map((person, at) => {
    const { id } = person;
    const own = ownerships.get(id) ?? [];
    const waitingLines = row.waitingLines.length === 0 ? [] : row.waitingLines;
    const marks = (waiting.get(id) ?? []).map(([, day]) => day);
    const stateOf = statesOf({ ownerships: own, waiting: marks, waitingLines }, id, fetchedOn);
    const ofPerson = stored[at];
    return {
      person,
      days: days.map((day, place) => {
        const figures = ofPerson?.[place];
        return { why: whyUnknown(day, today, stateOf(day), !(figures?.frozen ?? false)), stored: figures };
      }),
    };
  });
}

/** What the days of a sheet are judged by. */
export interface SheetBasis {
  readonly terms: NotedTerms;
  readonly now: Date;
  readonly settings: Pick<PhoneSystemSettings, 'longestCallHours'>;
}

function storedOf(row: PeopleRow, people: number): readonly (StoredFigures & { readonly frozen: boolean })[][] {
  const [person, day, score, countedMs, calls, missed, frozen] = [
    ...[row.people, row.days, row.scores, row.countedMs, row.calls, row.missed, row.frozen].map(numbersIn),
  ] as [number[], number[], number[], number[], number[], (number | null)[], number[]];
  const stored = Array.from({ length: people }, (): (StoredFigures & { readonly frozen: boolean })[] => []);
  person.forEach((of, at) => {
    stored[of]![day[at]!] = {
      score: score[at]!,
      countedMs: countedMs[at]!,
      calls: calls[at]!,
      missed: missed[at]!,
      frozen: frozen[at] === 1,
    };
  });
  return stored;
}

/** A list of numbers as PostgreSQL writes it. */
const numbersIn = (list: string | null): (number | null)[] =>
  list === null ? [] : (JSON.parse(`[${list.slice(1, -1).replaceAll('NULL', 'null')}]`) as (number | null)[]);
