import { callIdAt, originOf } from './call-id.js';
import { dayNamed, dayNumbered, dayOf } from '../vendor/index.js';
import type { CompanyDay } from '../vendor/index.js';
import { everydayCalls } from './everyday-calls.js';
import type { SimulatedCall, SimulatedCompany, SimulatedUser } from './model.js';
import { recordsOf, storiesOf } from './stories.js';
import type { DayStories } from './stories.js';

const DAYS_KEPT = 450;
const MS_PER_DAY = 86_400_000;
const EVERYDAY_PLACE = 1000;

/** What a company's book of calls is made from. */
export interface CallBookSource {
  /** As it was defined: what is changed later does not rewrite the past. */
  readonly company: SimulatedCompany;
  readonly companyIndex: number;
  readonly seed: number;
  /** The instant of the first start: there are calls from `historyDays` before it, and for ever after. */
  readonly firstStartedAt: number;
  readonly historyDays: number;
  /** Calls that were added by hand, and what was changed in calls by hand. */
  readonly added: () => readonly SimulatedCall[];
  readonly changes: () => Readonly<Record<string, Partial<SimulatedCall>>>;
}

/**
 * All calls of one company, past and to come. The calls of a day follow from seed, company and day alone, so they are
 * made when they are asked for and nothing is stored but what was added or changed.
 */
export class CallBook {
  readonly #source: CallBookSource;
  readonly #days = new Map<number, readonly SimulatedCall[]>();
  readonly #calendar = new Map<number, CompanyDay>();
  readonly #firstDay: number;

  constructor(source: CallBookSource) {
    this.#source = source;
    this.#firstDay = dayOf(source.firstStartedAt, this.#zone).number - source.historyDays;
  }

  /** The stories of a day, each record by its part; null for a company that tells none, and before its history. */
  storiesOn(dayName: string): DayStories | null {
    const day = dayNamed(dayName, this.#zone);
    return day.number < this.#firstDay ? null : this.#storiesOf(day);
  }

  /** Calls that started after one instant and before another (neither included), newest first. */
  *newestFirst(startedAfter: number, startedBefore: number): Generator<SimulatedCall> {
    // No clock is a whole day ahead of UTC. To ask a zone for the day of an instant would take longer than to pass one over.
    for (const number of this.#daysBack(Math.floor(startedBefore / MS_PER_DAY) + 1)) {
      const day = this.#dayNumbered(number);
      if (day.from >= startedBefore) continue;
      if (day.to <= startedAfter) return;
      const calls = this.#callsOf(day);
      for (const call of calls.slice(firstBefore(calls, startedBefore))) {
        if (call.startedAt <= startedAfter) break;
        yield call;
      }
    }
  }

  /** One call, whatever its state; null where there is none. */
  find(id: string): SimulatedCall | null {
    const added = this.#source.added().find((call) => call.id === id);
    if (added !== undefined) return this.#changed(added);
    const origin = originOf(id);
    if (origin === null || origin.companyIndex !== this.#source.companyIndex) return null;
    return this.#callsOf(this.#dayNumbered(origin.dayNumber)).find((call) => call.id === id) ?? null;
  }

  get #zone(): string {
    return this.#source.company.timeZone;
  }

  /** The days that may have calls, from the latest back: before the history, only those to which calls were added. */
  *#daysBack(latest: number): Generator<number> {
    for (let number = latest; number >= this.#firstDay; number--) yield number;
    const added = this.#source.added().map((call) => dayOf(call.startedAt, this.#zone).number);
    const earlier = added.filter((number) => number < this.#firstDay && number <= latest);
    yield* [...new Set(earlier)].sort((a, b) => b - a);
  }

  /** Newest first. */
  #callsOf(day: CompanyDay): readonly SimulatedCall[] {
    const generated = this.#generated(day);
    const added = this.#source.added().filter((call) => call.startedAt >= day.from && call.startedAt < day.to);
    if (added.length === 0 && Object.keys(this.#source.changes()).length === 0) return generated;
    return [...generated, ...added].map((call) => this.#changed(call)).sort(byStartDescending);
  }

  #dayNumbered(number: number): CompanyDay {
    const day = this.#calendar.get(number) ?? dayNumbered(number, this.#zone);
    this.#calendar.set(number, day);
    return day;
  }

  #changed(call: SimulatedCall): SimulatedCall {
    const change = this.#source.changes()[call.id];
    return change === undefined ? call : { ...call, ...change };
  }

  /** Newest first. */
  #generated(day: CompanyDay): readonly SimulatedCall[] {
    if (day.number < this.#firstDay) return [];
    const known = this.#days.get(day.number);
    if (known !== undefined) return known;
    const stories = this.#storiesOf(day);
    const told = stories === null ? [] : recordsOf(stories);
    const everyday = everydayCalls({
      company: this.#source.company,
      day,
      seed: this.#source.seed,
      people: this.#source.company.users.filter((user) => this.#callsOn(user, day)),
      taken: [...told, ...this.#tailOfDayBefore(day)],
      idOf: (place) => this.#idOf(day, EVERYDAY_PLACE + place),
    });
    const calls = [...told, ...everyday].sort(byStartDescending);
    if (this.#days.size >= DAYS_KEPT) this.#days.delete(this.#days.keys().next().value ?? day.number);
    this.#days.set(day.number, calls);
    return calls;
  }

  /** Stories that run past midnight keep their people busy on the next day too. */
  #tailOfDayBefore(day: CompanyDay): readonly SimulatedCall[] {
    const before = this.#storiesOf(this.#dayNumbered(day.number - 1));
    return before === null ? [] : recordsOf(before).filter((call) => call.endedAt > day.from);
  }

  #storiesOf(day: CompanyDay): DayStories | null {
    const company = this.#source.company;
    return company.cast === undefined ? null : storiesOf(company, company.cast, day, (place) => this.#idOf(day, place));
  }

  #idOf(day: CompanyDay, place: number): string {
    return callIdAt({ companyIndex: this.#source.companyIndex, dayNumber: day.number }, place);
  }

  #callsOn(user: SimulatedUser, day: CompanyDay): boolean {
    if (user.leftDaysBeforeStart !== undefined) {
      return day.to <= this.#source.firstStartedAt - user.leftDaysBeforeStart * MS_PER_DAY;
    }
    return user.state === 'active' && user.phoneNumbers.length > 0;
  }
}

const byStartDescending = (a: SimulatedCall, b: SimulatedCall): number =>
  b.startedAt - a.startedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** From which place on calls, newest first, started before an instant. */
const firstBefore = (calls: readonly SimulatedCall[], instant: number): number => {
  let [from, to] = [0, calls.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((calls[middle]?.startedAt ?? instant) < instant) to = middle;
    else from = middle + 1;
  }
  return from;
};
