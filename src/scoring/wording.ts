import { type Decimal } from 'decimal.js';
import type { Interval } from '../support/intervals.js';
import { type Day, type Shift, utcOffsetMinutes } from '../support/days.js';
import { readablePhoneNumber } from '../support/phone-numbers.js';
import type { ScoredCall } from './scored-call.js';

/** A call in a few words, such as `Call with Sam Okafor` or `Missed call from a withheld number`. */
export function titleOf(call: Pick<ScoredCall, 'counterparty' | 'outcome'>): string {
  const party = partyOf(call);
  switch (call.outcome) {
    case 'answered':
      return `Call with ${party}`;
    case 'unanswered':
      return `Unanswered call to ${party}`;
    case 'missed':
      return `Missed call from ${party}`;
    case 'voicemail':
      return `Voicemail from ${party}`;
  }
}

function partyOf({ counterparty: { name, number } }: Pick<ScoredCall, 'counterparty'>): string {
  const known = name?.trim();
  if (known) return known;
  return number === null ? 'a withheld number' : readablePhoneNumber(number);
}

/** What stands for the sentence of a call on a day whose calls retention deleted. */
export const SENTENCE_GONE = 'Its sentence was deleted with the calls of this day; what it earned stays.';

/**
 * A span as the clocks on the wall showed it, such as `10:06–10:15`. Names the day where it is another one, and the
 * offset from UTC where clocks changed in between. Seconds and milliseconds appear where there are any.
 */
export function clockSpan(span: Interval, day: Day, timeZone: string): string {
  const from = clockAt(span.from, timeZone);
  const to = clockAt(span.to, timeZone);
  const changed = from.offset !== to.offset;
  const show = ({ date, time, offset }: Clock): string =>
    `${time}${changed ? ` (UTC${offsetInWords(offset)})` : ''}${date === day ? '' : ` on ${monthAndDay(date)}`}`;
  const bare = from.date === day && to.date === day && !changed;
  return [show(from), show(to)].join(bare ? '–' : ' – ');
}

/** An instant as a calendar and the clocks on the wall showed it, to the minute: `Nov 20, 2026 at 10:06`. */
export function minuteInWords(instant: Date, timeZone: string): string {
  const { date, time } = clockAt(instant.getTime(), timeZone);
  return `${monthAndDay(date)}, ${date.slice(0, 4)} at ${time.slice(0, 5)}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const monthAndDay = (day: Day): string => `${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${Number(day.slice(8, 10))}`;

/** What the clocks on the wall show. */
interface Clock {
  readonly date: Day;
  readonly time: string;
  /** Minutes east of UTC. */
  readonly offset: number;
}

function clockAt(ms: number, timeZone: string): Clock {
  const offset = utcOffsetMinutes(new Date(ms), timeZone);
  const local = new Date(ms + offset * 60_000).toISOString();
  const finer = local.slice(16, 23).replace(/\.000$/, '');
  return { date: local.slice(0, 10), time: local.slice(11, 16) + (finer === ':00' ? '' : finer), offset };
}

function offsetInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(Math.floor(rest))}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A length of time to the millisecond, such as `1 h 5 min` or `9 min 30.25 s`. */
export function lengthOfTime(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  const parts = [hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean);
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** A work shift, such as `the work shift (Mon–Fri 09:00–17:30, America/New_York)`. */
export const shiftInWords = (shift: Shift, timeZone: string): string =>
  `the work shift (${hoursInWords(shift)}, ${timeZone})`;

/** When a shift is, such as `Mon–Fri 09:00–17:30`. */
export function hoursInWords({ days, from, to }: Shift): string {
  const runs: [number, number][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  const named = runs.map(([first, last]) =>
    first === last ? nameOf(first) : `${nameOf(first)}${last - first === 1 ? ', ' : '–'}${nameOf(last)}`,
  );
  return `${named.join(', ') || 'no day'} ${from}–${to}`;
}

const nameOf = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

/** An amount of points for reading, to three places: `1 point`, `0.333 points`. */
export function pointsInWords(points: Decimal | number): string {
  const amount = typeof points === 'number' ? String(points) : points.toDecimalPlaces(3).toString();
  return `${amount} ${amount === '1' ? 'point' : 'points'}`;
}

/** `1 call`, `2 calls`. */
export function callsInWords(count: number): string {
  return `${count} ${count === 1 ? 'call' : 'calls'}`;
}
