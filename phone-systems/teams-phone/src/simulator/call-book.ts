import { dayNamed, dayNumbered, dayOf, MadeDays } from 'prodoscore-phone-systems/testing';
import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import { callIdsAt, dayNumberIn } from './call-ids.js';
import { CallMaker } from './call-maker.js';
import type { CallWriting } from './call-maker.js';
import { everydayCalls } from './everyday-calls.js';
import type { SimulatedCall, SimulatedUser, TeamsCompany } from './model.js';
import type { CallChange } from './state.js';
import { storiesOf } from './stories.js';
import type { DayStories, ToldDay } from './stories.js';

const DAYS_KEPT = 450;
const MS_PER_DAY = 86_400_000;
const EVERYDAY_PLACE = 1000;
/** Where the places of calls that are added by hand are. */
const ADDED_DAY = 0;

/** What a company's calls are made from. */
export interface CallBookSource extends CallWriting {
  /** As it was defined: what is changed later does not rewrite the past. */
  readonly company: TeamsCompany;
  readonly companyIndex: number;
  readonly seed: number;
  /** The instant of the first start: there are calls from `historyDays` before it, and for ever after. */
  readonly firstStartedAt: number;
  readonly historyDays: number;
  readonly added: () => readonly SimulatedCall[];
  readonly changes: () => Readonly<Record<string, CallChange>>;
}

/**
 * All calls of one company, past and to come. Those of a day follow from seed, company and day alone, so they are made
 * when they are asked for, and nothing is stored but what was added or changed.
 */
export class CallBook {
  readonly #source: CallBookSource;
  readonly #days: MadeDays<SimulatedCall>;
  readonly #firstDay: number;

  constructor(source: CallBookSource) {
    this.#source = source;
    this.#firstDay = dayOf(source.firstStartedAt, this.#zone).number - source.historyDays;
    this.#days = new MadeDays({
      timeZone: this.#zone,
      firstDay: this.#firstDay,
      mostKept: DAYS_KEPT,
      make: (day) => this.#make(day),
    });
  }

  /** The records of a day's stories; null for a company that tells none, and before its history. */
  storiesOn(dayName: string): DayStories | null {
    const day = dayNamed(dayName, this.#zone);
    const stories = day.number < this.#firstDay ? null : this.#storiesOf(day);
    if (stories === null) return null;
    const byName = Object.entries(stories).map(([name, { records }]) => [name, records]);
    return Object.fromEntries(byName) as DayStories;
  }

  /** Calls that started in `[from, to)`, oldest first. */
  between(from: number, to: number): readonly SimulatedCall[] {
    return [...this.#source.added(), ...this.generatedBetween(from, to)]
      .filter(({ startedAt }) => startedAt >= from && startedAt < to)
      .map((call) => this.#changed(call))
      .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  }

  /** Those of them that nobody added, as they were made. */
  generatedBetween(from: number, to: number): readonly SimulatedCall[] {
    return this.#days.between(from, to - 1);
  }

  /** One call, whenever it is; null where there is none. */
  find(id: string): SimulatedCall | null {
    const number = dayNumberIn(id);
    const all = [...this.#source.added(), ...(number === null ? [] : this.#days.of(number))];
    const found = all.find((call) => call.id === id);
    return found === undefined ? null : this.#changed(found);
  }

  /** Makes calls that are added by hand, each from a number that no other has. */
  makerOfAdded(nextPlace: () => number): CallMaker {
    const { company, companyIndex } = this.#source;
    return new CallMaker(company, this.#source, () => callIdsAt(companyIndex, ADDED_DAY, nextPlace()));
  }

  get #zone(): string {
    return this.#source.company.timeZone;
  }

  #changed(call: SimulatedCall): SimulatedCall {
    const change = this.#source.changes()[call.id];
    if (change === undefined) return call;
    const { gone, versions = [] } = change;
    return {
      ...call,
      ...(gone !== undefined && { gone }),
      versions: [...call.versions, ...versions].sort((a, b) => a.at - b.at),
    };
  }

  #make(day: CompanyDay): readonly SimulatedCall[] {
    const told = this.#callsOfStories(day);
    const { company, seed } = this.#source;
    const everyday = everydayCalls({
      make: this.#makerOn(day, EVERYDAY_PLACE),
      day,
      seed,
      people: company.users.filter((one) => this.#callsOn(one, day)),
      nightDesk: company.cast?.nightDesk,
      taken: [...told, ...this.#tailOfDayBefore(day)],
    });
    return [...told, ...everyday];
  }

  /** Stories that run past midnight keep their people busy on the next day too. */
  #tailOfDayBefore(day: CompanyDay): readonly SimulatedCall[] {
    return this.#callsOfStories(dayNumbered(day.number - 1, this.#zone)).filter(({ endedAt }) => endedAt > day.from);
  }

  #callsOfStories(day: CompanyDay): readonly SimulatedCall[] {
    return Object.values(this.#storiesOf(day) ?? {}).flatMap(({ calls }) => calls);
  }

  #storiesOf(day: CompanyDay): ToldDay | null {
    const { cast } = this.#source.company;
    return cast === undefined ? null : storiesOf(this.#makerOn(day, 0), cast, day);
  }

  #makerOn(day: CompanyDay, firstPlace: number): CallMaker {
    const { company, companyIndex } = this.#source;
    let place = firstPlace;
    return new CallMaker(company, this.#source, () => callIdsAt(companyIndex, day.number, place++));
  }

  #callsOn(one: SimulatedUser, day: CompanyDay): boolean {
    if (one.accountType !== 'user') return false;
    if (one.leftDaysBeforeStart !== undefined) {
      return day.to <= this.#source.firstStartedAt - one.leftDaysBeforeStart * MS_PER_DAY;
    }
    return one.accountEnabled && one.telephoneNumbers.length > 0;
  }
}
