import { type DayTerms, earlyHoursOf, type ShiftLeft, type TermsOfDay, termsOn } from '../support/day-terms.js';
import type { Day } from '../support/days.js';
import { clockSpan, hoursInWords, shiftInWords } from './wording.js';

/** What of a day counts at all, also where nothing of it was outside. */
export const termsInWords = ({ timeZone, workShift }: TermsOfDay): string =>
  workShift === null
    ? `Talk counts at any time of the day (${timeZone}).`
    : `Talk counts inside ${shiftInWords(workShift, timeZone)} only.`;

/** The same of one day, with what the day before leaves to it where other hours held then. */
export function dayTermsInWords(day: Day, terms: DayTerms): string {
  const ofDay = termsOn(day, terms);
  const early = earlyHoursOf(day, terms);
  if (early === null) return termsInWords(ofDay);
  const rest = early.goesOn === null ? 'no shift goes on into this day.' : restInWords(early.goesOn, day, ofDay);
  return `${termsInWords(ofDay)} Other hours held on the day before: ${rest}`;
}

/** Outside of what talk does not count on a day; null where all of the day counts. */
export function outsideInWords(day: Day, terms: DayTerms): string | null {
  const { workShift, timeZone } = termsOn(day, terms);
  if (workShift === null) return null;
  const outside = `outside ${shiftInWords(workShift, timeZone)}`;
  const early = earlyHoursOf(day, terms);
  if (early === null) return outside;
  if (early.goesOn === null) return `${outside}, which holds from this day on`;
  return `${outside} and outside the one that goes on from the day before (${hoursInWords(early.goesOn.shift)})`;
}

function restInWords({ shift, left: { from, to } }: ShiftLeft, day: Day, { timeZone }: TermsOfDay): string {
  const clocks = clockSpan({ from: from.getTime(), to: to.getTime() }, day, timeZone);
  return `their shift (${hoursInWords(shift)}) goes on into this day, ${clocks}.`;
}
