import { IANAZone } from 'luxon';
import { normalise } from './intervals.js';

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

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Farther from a local midnight than any offset from UTC and any jump of a clock. */
const farMs = 1.5 * dayMs;

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
export function dayOf(instant: Date, timeZone: string): Day {
  const zone = zoneOf(timeZone);
  const ms = instant.getTime();
  let day = calendarDay(ms - dayMs);
  while (beginningOf(addDays(day, 1), zone) <= ms) day = addDays(day, 1);
  return day;
}

/**
 * The instants at which a day begins and ends: 23 or 25 hours apart where clocks change, and not at 00:00 where they
 * change at midnight. A day that a zone left out (Pacific/Apia, 2011-12-30) is empty.
 *
 * @throws RangeError where the time zone is none
 */
export function dayBounds(day: Day, timeZone: string): Span {
  const zone = zoneOf(timeZone);
  return {
    from: new Date(beginningOf(day, zone)),
    to: new Date(beginningOf(addDays(day, 1), zone)),
  };
}

/** The days that have a part in `from … to`, in order; none where that span is empty. */
export function daysTouched(from: Date, to: Date, timeZone: string): Day[] {
  const days: Day[] = [];
  if (to <= from) return days;
  for (let day = dayOf(from, timeZone); ; day = addDays(day, 1)) {
    const bounds = dayBounds(day, timeZone);
    if (bounds.from >= to) return days;
    if (bounds.to > bounds.from) days.push(day);
  }
}

/** The day so many calendar days later (earlier where negative). */
export function addDays(day: Day, days: number): Day {
  return calendarDay(midnightOf(day) + days * dayMs);
}

/** All days from one to another, both included; none where `to` is before `from`. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/**
 * The parts of work shifts that fall on this calendar day. A shift over midnight belongs to the day on which it begins:
 * Friday's night shift gives Saturday its early hours, also where no shift begins on a Saturday. A shift begins and ends
 * when the clock on the wall first reaches the time.
 */
export function shiftSpans(day: Day, shift: Shift, timeZone: string): Span[] {
  const zone = zoneOf(timeZone);
  const bounds = dayBounds(day, timeZone);
  const startsAt = minutesOf(shift.from) * minuteMs;
  const endsAt = minutesOf(shift.to) * minuteMs;
  const begun = [addDays(day, -1), day].filter((start) => shift.days.includes(weekdayOf(start)));
  const parts = begun.map((start) => {
    const midnight = midnightOf(start);
    const end = midnight + endsAt + (endsAt > startsAt ? 0 : dayMs);
    return {
      from: Math.max(firstInstant(midnight + startsAt, zone), bounds.from.getTime()),
      to: Math.min(firstInstant(end, zone), bounds.to.getTime()),
    };
  });
  return normalise(parts).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
}

function zoneOf(timeZone: string): IANAZone {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`"${timeZone}" is no time zone; use a name such as America/New_York.`);
  return zone;
}

const beginningOf = (day: Day, zone: IANAZone): number => firstInstant(midnightOf(day), zone);

const remembered = new Map<string, Map<number, number>>();
const rememberAtMost = 10_000;

/**
 * The first instant at which the local clock shows `local` or more (`local` is counted as if the clock showed UTC).
 * Remembered, since asking a zone for its offset is slow and scoring asks for the same few days again and again.
 */
function firstInstant(local: number, zone: IANAZone): number {
  let instants = remembered.get(zone.name);
  if (instants === undefined || instants.size >= rememberAtMost) {
    instants = new Map();
    remembered.set(zone.name, instants);
  }
  let instant = instants.get(local);
  if (instant === undefined) {
    instant = findFirstInstant(local, zone);
    instants.set(local, instant);
  }
  return instant;
}

function findFirstInstant(local: number, zone: IANAZone): number {
  const before = offsetMs(zone, local - farMs);
  const after = offsetMs(zone, local + farMs);
  const byBefore = local - before;
  const byAfter = local - after;
  if (offsetMs(zone, byBefore) === before) return byBefore;
  if (offsetMs(zone, byAfter) === after) return byAfter;
  // The clock jumps over this time: it is reached at the jump.
  let [shows, jumped] = [byAfter, byBefore];
  while (jumped - shows > 1) {
    const middle = Math.floor((shows + jumped) / 2);
    if (offsetMs(zone, middle) === before) shows = middle;
    else jumped = middle;
  }
  return jumped;
}

const offsetMs = (zone: IANAZone, ms: number): number => zone.offset(ms) * minuteMs;

const midnightOf = (day: Day): number => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`"${day}" is no day; write it as YYYY-MM-DD.`);
  return ms;
};

const calendarDay = (local: number): Day => new Date(local).toISOString().slice(0, 10);

const weekdayOf = (day: Day): number => new Date(midnightOf(day)).getUTCDay() || 7;

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
export const utcOffsetMinutes = (instant: Date, timeZone: string): number => zoneOf(timeZone).offset(instant.getTime());
