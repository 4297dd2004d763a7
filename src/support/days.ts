import { IANAZone } from 'luxon';
import { normalise } from './intervals.js';
import { ChangedCalendar } from './changed-calendar.js';
import { type Calendar, dayMs, minuteMs, ZoneCalendar } from './zone-calendar.js';

/** A calendar day, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string;

/** Days of a shift as the host gives them: ISO weekdays (1 is Monday), `HH:MM` in local time. */
export interface Shift {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** A half-open span of time. Empty where both ends are equal. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The time zone of all days, or of those after the last that had another: each of these holds until its day, in order. */
export type Zones = string | ZonedDays;

export interface ZonedDays {
  readonly timeZone: string;
  readonly past?: readonly { readonly until: Day; readonly timeZone: string }[];
}

/** The time zone of a day. */
export const zoneOn = (day: Day, zones: Zones): string =>
  typeof zones === 'string' ? zones : (zones.past?.find(({ until }) => day < until) ?? zones).timeZone;

/** Whether this is a day that a calendar has, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** Whether this names a time zone that this machine knows, such as `America/New_York`. */
export function isTimeZone(text: string): boolean {
  return IANAZone.isValidZone(text);
}

/**
 * The day to which an instant belongs: the one day whose {@link dayBounds} hold it.
 *
 * @throws RangeError where the time zone is none
 */
export function dayOf(instant: Date, zones: Zones): Day {
  return calendarDay(calendarOf(zones).dayAt(instant.getTime()).number * dayMs);
}

/**
 * The instants at which a day begins and ends: 23 or 25 hours apart where clocks change, and not at 00:00 where they
 * change at midnight. A day that a zone left out (Pacific/Apia, 2011-12-30) is empty.
 *
 * @throws RangeError where the time zone is none
 */
export function dayBounds(day: Day, zones: Zones): Span {
  const { from, to } = calendarOf(zones).day(midnightOf(day) / dayMs);
  return { from: new Date(from), to: new Date(to) };
}

/** The first instant that a database reads as ISO text. */
const FIRST_INSTANT = new Date('0001-01-01T00:00:00Z');

/**
 * When a day begins, for comparing it with what is stored: the first day that can be written begins in the year before it
 * where clocks are ahead, which a database does not read.
 *
 * @returns null where there is no day
 * @throws RangeError where the time zone is none
 */
export function startOf(day: Day | null, zones: Zones): Date | null {
  if (day === null) return null;
  const { from } = dayBounds(day, zones);
  return from < FIRST_INSTANT ? FIRST_INSTANT : from;
}

/** The days that have a part in `from … to`, in order; none where that span is empty. */
export function daysTouched(from: Date, to: Date, zones: Zones): Day[] {
  if (to <= from) return [];
  const calendar = calendarOf(zones);
  const days: Day[] = [];
  let day = calendar.dayAt(from.getTime());
  while (day.from < to.getTime()) {
    if (day.to > day.from) days.push(calendarDay(day.number * dayMs));
    day = calendar.day(day.number + 1);
  }
  return days;
}

/** The day so many calendar days later (earlier where negative). */
export function addDays(day: Day, days: number): Day {
  return calendarDay(midnightOf(day) + days * dayMs);
}

/** All days from one to another, both included; none where `to` is before `from`. */
export function daysBetween(from: Day, to: Day): Day[] {
  const first = midnightOf(from);
  const count = Math.max(0, (midnightOf(to) - first) / dayMs + 1);
  return Array.from({ length: count }, (_, place) => calendarDay(first + place * dayMs));
}

/**
 * The parts of work shifts that fall on this calendar day. A shift over midnight belongs to the day on which it begins:
 * Friday's night shift gives Saturday its early hours, also where no shift begins on a Saturday. A shift begins and ends
 * when the clock on the wall first reaches the time.
 */
export function shiftSpans(day: Day, shift: Shift, zones: Zones): Span[] {
  const calendar = calendarOf(zones);
  const bounds = calendar.day(midnightOf(day) / dayMs);
  const startsAt = minutesOf(shift.from) * minuteMs;
  const endsAt = minutesOf(shift.to) * minuteMs;
  const begun = [addDays(day, -1), day].filter((start) => shift.days.includes(weekdayOf(start)));
  const parts = begun.map((start) => {
    const midnight = midnightOf(start);
    const end = midnight + endsAt + (endsAt > startsAt ? 0 : dayMs);
    return {
      from: Math.max(calendar.firstInstant(midnight + startsAt), bounds.from),
      to: Math.min(calendar.firstInstant(end), bounds.to),
    };
  });
  return normalise(parts).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
}

const changed = new Map<string, ChangedCalendar>();

/** Remembered by what it says: the same few tenants ask again and again. */
function calendarOf(zones: Zones): Calendar {
  if (typeof zones === 'string') return ZoneCalendar.of(zones);
  const { past = [], timeZone } = zones;
  if (past.every((spell) => spell.timeZone === timeZone)) return ZoneCalendar.of(timeZone);
  const key = [...past.flatMap((spell) => [spell.timeZone, spell.until]), timeZone].join();
  let calendar = changed.get(key);
  if (calendar === undefined) {
    const firsts = [-Infinity, ...past.map(({ until }) => midnightOf(until) / dayMs)];
    calendar = new ChangedCalendar(
      [...past, zones].map((spell, at) => ({ first: firsts[at]!, zone: ZoneCalendar.of(spell.timeZone) })),
    );
    if (changed.size >= calendarsKept) changed.clear();
    changed.set(key, calendar);
  }
  return calendar;
}

const calendarsKept = 1_000;

const midnightOf = (day: Day): number => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`"${day}" is no day; write it as YYYY-MM-DD.`);
  return ms;
};

/** Writing a date is slow, and scoring writes the same few again and again. */
const written = new Map<number, Day>();
const keptAtMost = 10_000;

function calendarDay(local: number): Day {
  const number = Math.floor(local / dayMs);
  let day = written.get(number);
  if (day === undefined) {
    day = new Date(local).toISOString().slice(0, 10);
    if (written.size >= keptAtMost) written.clear();
    written.set(number, day);
  }
  return day;
}

/** Its ISO weekday: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(midnightOf(day)).getUTCDay() || 7;

const minutesOf = (clock: string): number => {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(clock) ?? [];
  if (hours === undefined) throw new RangeError(`"${clock}" is no time of day; write it as HH:MM.`);
  return Number(hours) * 60 + Number(minutes);
};

/**
 * How far the local clock is ahead of UTC, in minutes.
 *
 * @throws RangeError where the zone is none
 */
export const utcOffsetMinutes = (instant: Date, timeZone: string): number =>
  ZoneCalendar.of(timeZone).offsetAt(instant.getTime()) / minuteMs;
