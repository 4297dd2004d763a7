import { DateTime } from 'luxon';

/** Whether this is a day that a calendar has, written `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;

/** The instants at which a day begins and ends: 23 or 25 hours apart where clocks change. */
export function dayBounds(day: string, timeZone: string): { readonly from: Date; readonly to: Date } {
  const from = DateTime.fromISO(day, { zone: timeZone }).startOf('day');
  return { from: from.toJSDate(), to: from.plus({ days: 1 }).startOf('day').toJSDate() };
}
