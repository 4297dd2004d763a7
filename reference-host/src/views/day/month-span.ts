import { daysAfter, monthOf } from '../shared/format.js';

export const firstOfMonth = (day: string): string => `${monthOf(day)}-01`;

export const lastOfMonth = (day: string): string => daysAfter(firstOfMonth(daysAfter(`${monthOf(day)}-28`, 4)), -1);

/** The query for the totals of a day's month: to its end, and no further than today or the day itself. */
export function monthSpan(day: string, today: string): string {
  const [last, known] = [lastOfMonth(day), day > today ? day : today];
  return `from=${firstOfMonth(day)}&to=${last < known ? last : known}`;
}
