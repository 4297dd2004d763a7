import { refuse } from './errors.js';

/** An instant as Zoom writes it: UTC, whole seconds. */
export const wireInstant = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** So many calendar months later, or earlier: the day of the month, or its last one. */
export const monthsFrom = (instant: number, months: number): number => {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
};

/** `yyyy-mm-dd`, or `yyyy-MM-ddTHH:mm:ssZ` without fractions; a day means its first second, or its last. */
export const instantIn = (query: URLSearchParams, name: 'from' | 'to'): number | null => {
  const text = query.get(name);
  if (text === null) return null;
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\dZ)?$/.exec(text) ?? [];
  const whole = `${day ?? ''}${time ?? (name === 'from' ? 'T00:00:00Z' : 'T23:59:59Z')}`;
  const instant = Date.parse(whole);
  // The 31st of June is read as the 1st of July.
  return day === undefined || Number.isNaN(instant) || wireInstant(instant) !== whole
    ? refuse(400, 300, `Validation Failed: "${name}" is no date or time.`)
    : instant;
};
