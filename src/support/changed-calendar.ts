import { type Calendar, dayMs, type LocalDay, type ZoneCalendar } from './zone-calendar.js';

/** A time zone, and the number of the first day on which it holds. */
export interface ZoneSpell {
  readonly first: number;
  readonly zone: ZoneCalendar;
}

/**
 * A calendar whose time zone changes from some day to the next. No instant is left out, and none belongs to two days: the
 * first day of a zone begins where the day before it ended, so it is longer or shorter than others; where the clocks were
 * set forward by a whole day or more, it is empty.
 */
export class ChangedCalendar implements Calendar {
  /** @param spells in order of their days; the first holds for all that is before as well */
  constructor(private readonly spells: readonly ZoneSpell[]) {}

  day(number: number): LocalDay {
    return { number, from: this.#start(number), to: this.#start(number + 1) };
  }

  dayAt(instant: number): LocalDay {
    // No clock is two days from another, nor is any day from where its own zone has it.
    const near = this.spells[0]!.zone.dayAt(instant).number;
    const day = [-2, -1, 0, 1, 2]
      .map((away) => this.day(near + away))
      .find(({ from, to }) => from <= instant && instant < to);
    if (day === undefined) throw new RangeError(`${instant} is no instant that a calendar holds.`);
    return day;
  }

  firstInstant(local: number): number {
    return this.spells[this.#spellOf(Math.floor(local / dayMs))]!.zone.firstInstant(local);
  }

  #start(number: number, at = this.#spellOf(number)): number {
    const { first, zone } = this.spells[at]!;
    if (at === 0) return zone.day(number).from;
    const begun = this.#start(first, at - 1);
    return number === first ? begun : Math.max(begun, zone.day(number).from);
  }

  #spellOf(number: number): number {
    return Math.max(
      0,
      this.spells.findLastIndex(({ first }) => first <= number),
    );
  }
}
