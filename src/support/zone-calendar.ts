import { IANAZone } from 'luxon';

/** A day as one time zone has it: half-open, in milliseconds since the epoch. */
export interface LocalDay {
  /** Days since 1970-01-01 on the calendar. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;
/** Farther from a local midnight than any offset from UTC and any jump of a clock. */
const farMs = 1.5 * dayMs;
/** So many answers of each kind are kept for a zone: more days than anybody scores at once. */
const keepAtMost = 10_000;

/** Which instants belong to which day. */
export interface Calendar {
  /** The day of this number; it may be empty. */
  day(number: number): LocalDay;
  /** The one day that holds an instant. */
  dayAt(instant: number): LocalDay;
  /** The first instant at which the local clock shows `local` or more (`local` counts as if the clock showed UTC). */
  firstInstant(local: number): number;
}

/**
 * Calendar and clocks of one time zone. It remembers its answers, since asking a zone for its offset is slow and scoring
 * asks about the same few days again and again.
 */
export class ZoneCalendar implements Calendar {
  static readonly #known = new Map<string, ZoneCalendar>();

  readonly #steadyOffsets = new Map<number, number | null>();
  readonly #instants = new Map<number, number>();
  readonly #days = new Map<number, readonly LocalDay[]>();

  private constructor(private readonly zone: IANAZone) {}

  /** @throws RangeError where the time zone is none */
  static of(timeZone: string): ZoneCalendar {
    let calendar = ZoneCalendar.#known.get(timeZone);
    if (calendar === undefined) {
      const zone = IANAZone.create(timeZone);
      if (!zone.isValid) throw new RangeError(`"${timeZone}" is no time zone; use a name such as America/New_York.`);
      calendar = new ZoneCalendar(zone);
      ZoneCalendar.#known.set(timeZone, calendar);
    }
    return calendar;
  }

  /** How far the local clock is ahead of UTC, in milliseconds. */
  offsetAt(instant: number): number {
    const utcDay = Math.floor(instant / dayMs);
    const steady = remembered(this.#steadyOffsets, utcDay, () => {
      const atStart = this.#ask(utcDay * dayMs);
      return atStart === this.#ask((utcDay + 1) * dayMs) ? atStart : null;
    });
    return steady ?? this.#ask(instant);
  }

  firstInstant(local: number): number {
    return remembered(this.#instants, local, () => this.#findFirstInstant(local));
  }

  /** The day of this number; empty where the zone left it out. */
  day(number: number): LocalDay {
    return {
      number,
      from: this.firstInstant(number * dayMs),
      to: this.firstInstant((number + 1) * dayMs),
    };
  }

  dayAt(instant: number): LocalDay {
    const utcDay = Math.floor(instant / dayMs);
    const days = remembered(this.#days, utcDay, () =>
      // No clock is two days from UTC, so that the days of a UTC day are among these.
      [-2, -1, 0, 1, 2].map((away) => this.day(utcDay + away)).filter(({ from, to }) => to > from),
    );
    const day = days.find(({ from, to }) => from <= instant && instant < to);
    if (day === undefined) throw new RangeError(`${instant} is no instant that a calendar holds.`);
    return day;
  }

  #ask(instant: number): number {
    return this.zone.offset(instant) * minuteMs;
  }

  #findFirstInstant(local: number): number {
    const before = this.offsetAt(local - farMs);
    const after = this.offsetAt(local + farMs);
    const byBefore = local - before;
    const byAfter = local - after;
    if (this.offsetAt(byBefore) === before) return byBefore;
    if (this.offsetAt(byAfter) === after) return byAfter;
    // The clock jumps over this time: it is reached at the jump.
    let [shows, jumped] = [byAfter, byBefore];
    while (jumped - shows > 1) {
      const middle = Math.floor((shows + jumped) / 2);
      if (this.offsetAt(middle) === before) shows = middle;
      else jumped = middle;
    }
    return jumped;
  }
}

function remembered<V>(known: Map<number, V>, key: number, find: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    if (known.size >= keepAtMost) known.clear();
    known.set(key, value);
  }
  return value;
}
