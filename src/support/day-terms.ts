import { isDeepStrictEqual } from 'node:util';
import { addDays, type Day, dayBounds, type Shift, shiftSpans, type Span, weekdayOf } from './days.js';

/** What decides which day a moment belongs to, and whether it counts. */
export interface TermsOfDay {
  readonly timeZone: string;
  /** Only talk inside it counts; null counts all day. */
  readonly workShift: Shift | null;
}

/** Terms that held until a day, on which others began. */
export interface PastTerms extends TermsOfDay {
  readonly until: Day;
}

/** The terms of every day: those of now, and before the days in `past`, which are in order, what held until then. */
export interface DayTerms extends TermsOfDay {
  readonly past?: readonly PastTerms[];
}

/** What holds on a day. */
export const termsOn = (day: Day, terms: DayTerms): TermsOfDay => terms.past?.find(({ until }) => day < until) ?? terms;

/**
 * What is past once other terms are noted: they hold from their day on, also where something else did. Where nothing but
 * that day is other, it is the beginning of what holds already that moves.
 *
 * @param today from when terms hold that name no day
 */
export function pastAfter(
  before: DayTerms,
  next: TermsOfDay & { readonly effectiveFrom?: Day },
  today: Day,
): readonly PastTerms[] {
  const { past = [] } = before;
  const { effectiveFrom: from = today } = next;
  const isOther = !isSame(before, next);
  if (!isOther && next.effectiveFrom === undefined) return past;
  const held = isOther ? [...past, { ...ofDay(before), until: from }] : past;
  const begun = held.filter((_, at) => at === 0 || held[at - 1]!.until < from);
  return begun.map((terms, at) => (at === begun.length - 1 ? { ...terms, until: from } : terms));
}

/** The first day on which two say something else; null where they never do. */
export function firstDifference(one: DayTerms, other: DayTerms): Day | null {
  const days = [...(one.past ?? []), ...(other.past ?? [])].map(({ until }) => until).sort();
  return [FIRST_DAY, ...days].find((day) => !isSame(termsOn(day, one), termsOn(day, other))) ?? null;
}

/** The parts of a day that count. A shift over midnight is one of the terms of the day on which it begins. */
export function countingSpans(day: Day, terms: DayTerms): Span[] {
  return [addDays(day, -1), day].flatMap((start) => {
    const { workShift } = termsOn(start, terms);
    if (workShift === null) return start === day ? [dayBounds(day, terms)] : [];
    return begunOn(start, workShift, day, terms);
  });
}

/** What a day has of a shift that began on the day before. */
export interface ShiftLeft {
  readonly shift: Shift;
  readonly left: Span;
}

/** The early hours of a day, where what counts of them is not what the day's own shift says. */
export interface EarlyHours {
  /** Null where no shift goes on into the day, though its own would. */
  readonly goesOn: ShiftLeft | null;
}

/**
 * How a day begins where other hours held on the day before: a shift over midnight is one of the terms of the day on which
 * it begins.
 *
 * @returns null where the day's own terms say it
 */
export function earlyHoursOf(day: Day, terms: DayTerms): EarlyHours | null {
  const start = addDays(day, -1);
  const [{ workShift: shift }, { workShift: own }] = [termsOn(start, terms), termsOn(day, terms)];
  if (own === null || own === shift) return null;
  const [left] = shift === null ? [] : begunOn(start, shift, day, terms);
  const [would] = begunOn(start, own, day, terms);
  if (isDeepStrictEqual(left, would)) return null;
  return { goesOn: shift === null || left === undefined ? null : { shift, left } };
}

/** The parts of a day that lie in a shift which began on another one, or on the day itself. */
function begunOn(start: Day, shift: Shift, day: Day, terms: DayTerms): Span[] {
  const days = shift.days.filter((weekday) => weekday === weekdayOf(start));
  return shiftSpans(day, { ...shift, days }, terms);
}

const FIRST_DAY: Day = '0001-01-01';

const ofDay = ({ timeZone, workShift }: TermsOfDay): TermsOfDay => ({ timeZone, workShift });

const isSame = (one: TermsOfDay, other: TermsOfDay): boolean => isDeepStrictEqual(ofDay(one), ofDay(other));
