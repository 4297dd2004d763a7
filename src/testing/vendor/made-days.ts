import { type CompanyDay, dayNumbered } from './company-day.js';

const MS_PER_DAY = 86_400_000;

/** What days are made from. */
export interface MadeDaysOptions<Call> {
  readonly timeZone: string;
  /** The number of the first day that has calls. */
  readonly firstDay: number;
  /** How many days are kept; one that is asked for again later is made again. */
  readonly mostKept: number;
  /** The calls of a day, which follow from the day alone. */
  readonly make: (day: CompanyDay) => readonly Call[];
}

/** A company's calls by the day, made when they are asked for, so that nothing need be stored. */
export class MadeDays<Call extends { readonly startedAt: number }> {
  readonly #options: MadeDaysOptions<Call>;
  readonly #days = new Map<number, readonly Call[]>();

  constructor(options: MadeDaysOptions<Call>) {
    this.#options = options;
  }

  /** The calls of a day; none before the first. */
  of(number: number): readonly Call[] {
    const { timeZone, firstDay, mostKept, make } = this.#options;
    if (number < firstDay) return [];
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const calls = make(dayNumbered(number, timeZone));
    if (this.#days.size >= mostKept) this.#days.delete(this.#days.keys().next().value ?? number);
    this.#days.set(number, calls);
    return calls;
  }

  /** Those that start between two instants, both included, in milliseconds since the epoch; in no order. */
  between(from: number, to: number): readonly Call[] {
    const calls: Call[] = [];
    // No clock is a whole day behind UTC, or ahead of it.
    const earliest = Math.max(this.#options.firstDay, Math.floor(from / MS_PER_DAY) - 1);
    const latest = Math.floor(to / MS_PER_DAY) + 1;
    for (let number = earliest; number <= latest; number++) calls.push(...this.of(number));
    return calls.filter(({ startedAt }) => startedAt >= from && startedAt <= to);
  }
}
