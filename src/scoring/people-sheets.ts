import { notedIn, type NotedTerms } from '../access/index.js';
import type { ListedPerson, Ownership } from '../mapping/index.js';
import type { TenantEntity } from '../storage/index.js';
import { type Day, dayOf } from '../support/days.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { fetchedDays, type KnownOfDays, statesOf, whyUnknown, type WhyUnknown } from './day-states.js';
import { groupedBy } from './grouped-by.js';

/** The days of many people as the database answers them: lists of one order, one place for each day that is stored. */
export interface PeopleRow extends Pick<KnownOfDays, 'reaches' | 'storedSpans' | 'waitingLines'> {
  /** Null where no terms of the tenant were noted yet. */
  readonly terms: TenantEntity['terms'] | null;
  readonly pastTerms: TenantEntity['pastTerms'] | null;
  readonly ownerships: readonly Ownership[];
  readonly waiting: readonly (readonly [employeeId: string, day: Day])[];
  /**
   * Numbers beside each other, seven for each day that is stored: whose it is, as a place in the list of people that was
   * asked for, how many days after the first, score, counted milliseconds, calls, missed calls, and 1 where its calls are
   * deleted. Null where there is none.
   */
  readonly stored: string | null;
}

/** What is stored of a day. */
export interface StoredFigures {
  readonly score: number;
  readonly countedMs: number;
  readonly calls: number;
  /** Null where that is no longer known. */
  readonly missed: number | null;
}

/** A day of one person. */
export interface SheetDay {
  /** Null where the day is known. */
  readonly why: WhyUnknown | null;
  /** Nothing where no call is stored. */
  readonly stored: StoredFigures | undefined;
}

/** Consecutive days of one person. */
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
  const storedSpans = groupedBy(row.storedSpans ?? [], ([employeeId]) => employeeId);
  const waiting = groupedBy(row.waiting, ([employeeId]) => employeeId);
  const today = dayOf(now, terms);
  const alike = new Map<string, readonly Judged[]>();
  const judge = (id: string): readonly Judged[] => {
    const own = ownerships.get(id) ?? [];
    const marks = (waiting.get(id) ?? []).map(([, day]) => day);
    const spans = storedSpans.get(id) ?? null;
    const known = { ownerships: own, storedSpans: spans, waiting: marks, waitingLines: row.waitingLines };
    // Most people have the same days: a line of one phone system all the time, and nothing that waits.
    const isCommon = marks.length === 0 && row.waitingLines.length === 0 && spans === null;
    const key = own.map(({ connectionId, fromDay, untilDay }) => `${connectionId} ${fromDay} ${untilDay}`).join();
    const judged = isCommon ? alike.get(key) : undefined;
    if (judged !== undefined) return judged;
    const stateOf = statesOf(known, id, fetchedOn);
    const all = days.map((day) => {
      const state = stateOf(day);
      return { kept: whyUnknown(day, today, state, true), frozen: whyUnknown(day, today, state, false) };
    });
    if (isCommon) alike.set(key, all);
    return all;
  };
  return people.map((person, at) => {
    const ofPerson = stored[at];
    return {
      person,
      days: judge(person.id).map(({ kept, frozen }, place) => {
        const figures = ofPerson?.[place];
        const why = figures?.frozen === true ? frozen : kept;
        return { why, stored: why === 'not-stored' ? undefined : figures };
      }),
    };
  });
}

/** Why a day is not known, where its calls are kept and where they are deleted. */
interface Judged {
  readonly kept: WhyUnknown | null;
  readonly frozen: WhyUnknown | null;
}

/** What the days of a sheet are judged by. */
export interface SheetBasis {
  readonly terms: NotedTerms;
  readonly now: Date;
  readonly settings: Pick<PhoneSystemSettings, 'longestCallHours'>;
}

type StoredDay = StoredFigures & { readonly frozen: boolean };

function storedOf({ stored: list }: PeopleRow, people: number): readonly StoredDay[][] {
  const stored = Array.from({ length: people }, (): StoredDay[] => []);
  const numbers = JSON.parse(`[${list ?? ''}]`) as (number | null)[];
  for (let at = 0; at < numbers.length; at += OF_A_DAY) {
    const [of, day, score, countedMs, calls, missed, frozen] = numbers.slice(at, at + OF_A_DAY) as [
      ...[of: number, day: number, score: number, countedMs: number, calls: number],
      ...[missed: number | null, frozen: number],
    ];
    stored[of]![day] = { score, countedMs, calls, missed, frozen: frozen === 1 };
  }
  return stored;
}

const OF_A_DAY = 7;
