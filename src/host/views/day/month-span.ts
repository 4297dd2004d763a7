import { daysAfter } from '../shared/format.js';

/** The query for the totals of a day's month: to its end, and no further than today; a day to come stands alone. */
export function monthSpan(day: string, today: string): string {
  if (day > today) return `from=${day}&to=${day}`;
  const next = daysAfter(`${day.slice(0, 7)}-28`, 4);
  const end = daysAfter(`${next.slice(0, 7)}-01`, -1);
  return `from=${day.slice(0, 7)}-01&to=${end < today ? end : today}`;
}
