import { daysAfter, monthName } from '../shared/format.js';
import { firstOfMonth, lastOfMonth } from '../day/month-span.js';

/** Some days in a row, both ends included. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

export const weekOf = (day: string): DaySpan => {
  const from = daysAfter(day, -((noon(day).getUTCDay() + 6) % 7));
  return { from, to: daysAfter(from, 6) };
};

export const isMonday = (day: string): boolean => weekOf(day).from === day;

export const monthOfDay = (day: string): DaySpan => ({ from: firstOfMonth(day), to: lastOfMonth(day) });

/** What is shown first: the week of the last day that is over. On a Monday that is the week before. */
export const firstSpan = (today: string): DaySpan => weekOf(daysAfter(today, -1));

export const isMonth = ({ from, to }: DaySpan): boolean => from === firstOfMonth(from) && to === lastOfMonth(from);

export const daysOf = ({ from, to }: DaySpan): string[] =>
  Array.from({ length: lengthOf({ from, to }) }, (_, at) => daysAfter(from, at));

export const lengthOf = ({ from, to }: DaySpan): number =>
  Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000) + 1;

/** The span of the same kind that lies before: a month before a month, a week before a week. */
export const spanBefore = (span: DaySpan): DaySpan =>
  isMonth(span) ? monthOfDay(daysAfter(span.from, -1)) : shifted(span, -lengthOf(span));

export const spanAfter = (span: DaySpan): DaySpan =>
  isMonth(span) ? monthOfDay(daysAfter(span.to, 1)) : shifted(span, lengthOf(span));

/** The day by which a span is looked at: its last, or where that is still to come, the last that is over. */
export function lastOver({ from, to }: DaySpan, today: string): string {
  const yesterday = daysAfter(today, -1);
  if (to <= yesterday) return to;
  return from <= yesterday ? yesterday : from;
}

/** `November 2026`, or `Nov 16 – 22, 2026`. */
export function spanWords(span: DaySpan): string {
  if (isMonth(span)) return `${monthName(span.from)} ${span.from.slice(0, 4)}`;
  return RANGE.formatRange(noon(span.from), noon(span.to)).replaceAll('\u2009', ' ');
}

const RANGE = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });

const shifted = ({ from, to }: DaySpan, days: number): DaySpan => ({
  from: daysAfter(from, days),
  to: daysAfter(to, days),
});

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
