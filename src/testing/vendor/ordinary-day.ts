import { type Chance, chanceOf } from './chance.js';
import type { CompanyDay } from './company-day.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Of whose ordinary day the calls are made. */
export interface OrdinaryDay<Person extends { readonly id: string }> {
  /** By which its chances differ from those of other companies. */
  readonly companyId: string;
  readonly day: CompanyDay;
  readonly seed: number;
  /** The people who make and take calls on this day. */
  readonly people: readonly Person[];
  /** Who is awake around the clock; somebody else each hour where it is nobody of them. */
  readonly nightDesk: string | undefined;
}

/** A moment at which somebody may begin a call. */
export interface Occasion<Person> {
  readonly person: Person;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What becomes of it, whether it comes to a call or not, is drawn from this before the next occasion is asked for. */
  readonly chance: Chance;
}

/**
 * When calls may begin on an ordinary day: on workdays everybody's, from 08:15 to 17:45, and once an hour around the clock
 * somebody's. The same seed, company and day have the same ones.
 *
 * @example
 * for (const { person, at, chance } of occasionsOf(plan)) place(person, at, chance)
 */
export function* occasionsOf<Person extends { readonly id: string }>({
  companyId,
  day,
  seed,
  people,
  nightDesk,
}: OrdinaryDay<Person>): Generator<Occasion<Person>> {
  if (day.isWorkday) {
    const closing = day.at('17:45');
    for (const person of people) {
      const chance = chanceOf(`${seed}/${companyId}/${day.name}/${person.id}`);
      let at = day.at('08:15') + chance.between(0, 45 * 60) * 1000;
      while (at < closing) {
        yield { person, at, chance };
        at += chance.between(25 * 60, 95 * 60) * 1000 + chance.between(0, 999);
      }
    }
  }
  for (let hour = day.from; hour < day.to && people.length > 0; hour += HOUR) {
    const chance = chanceOf(`${seed}/${companyId}/${hour}`);
    const person = people.find(({ id }) => id === nightDesk) ?? chance.pick(people);
    yield { person, at: hour + chance.between(2 * 60, 40 * 60) * 1000, chance };
  }
}

/** Who is on a call when: nobody is on two at once, nor without a minute in between. */
export class Engagements {
  readonly #spans = new Map<string, { readonly from: number; readonly to: number }[]>();

  /** From and to in milliseconds since the epoch. */
  add(people: Iterable<string>, from: number, to: number): void {
    for (const id of people) this.#spans.set(id, [...(this.#spans.get(id) ?? []), { from, to }]);
  }

  isFree(id: string, from: number, to: number): boolean {
    return !(this.#spans.get(id) ?? []).some((span) => span.from < to + MINUTE && span.to > from - MINUTE);
  }
}
