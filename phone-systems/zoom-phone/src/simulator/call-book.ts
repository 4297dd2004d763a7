import { dayNamed, dayNumbered, dayOf, MadeDays } from 'prodoscore-phone-systems/testing';
import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import { callIdsOf, dayNumberIn } from './call-ids.js';
import { CallMaker } from './call-maker.js';
import { everydayCalls } from './everyday-calls.js';
import { expectedRecordsOf } from './expected.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { SimulatedCall, SimulatedUser, ZoomCompany } from './model.js';
import { userOf } from './parties.js';
import { storiesOf } from './stories.js';
import type { DayStories } from './stories.js';

const DAYS_KEPT = 250;
const MS_PER_DAY = 86_400_000;
const EVERYDAY_PLACE = 1000;

/** What a company's call history is made from. */
export interface CallBookSource {
  /** As it was defined: what is changed later does not rewrite the past. */
  readonly company: ZoomCompany;
  readonly companyIndex: number;
  readonly seed: number;
  /** The instant of the first start: there are calls from `historyDays` before it, and for ever after. */
  readonly firstStartedAt: number;
  readonly historyDays: number;
  readonly habits: ZoomPhoneHabits;
  readonly added: () => readonly SimulatedCall[];
}

/**
 * All calls of one company, past and to come. Those of a day follow from seed, company and day alone, so they are made
 * when they are asked for, and nothing is stored but what was added.
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
    const told = Object.entries(stories).map(([name, calls]) => {
      const records = calls.flatMap((call) => expectedRecordsOf(call));
      return [name, Object.fromEntries(records.map((record) => [record.role, record]))];
    });
    return Object.fromEntries(told) as DayStories;
  }

  /** Calls that started between two instants, both included, newest first. */
  newestFirst(from: number, to: number): readonly SimulatedCall[] {
    const added = this.#source.added().filter(({ startedAt }) => startedAt >= from && startedAt <= to);
    return [...added, ...this.#days.between(from, to)].sort(
      (a, b) => b.startedAt - a.startedAt || (a.uuid < b.uuid ? 1 : -1),
    );
  }

  /** One call, whenever it is; null where there is none. */
  find(uuid: string): SimulatedCall | null {
    const number = dayNumberIn(uuid);
    // The date of an id is UTC's, and a company's day begins before or after it.
    const days = number === null ? [] : [number - 1, number, number + 1];
    const all = [...this.#source.added(), ...days.flatMap((day) => this.#days.of(day))];
    return all.find((call) => call.uuid === uuid) ?? null;
  }

  /** Makes calls that are added by hand; `number` was not handed out before. */
  makerOfAdded(number: number): CallMaker {
    let place = 0;
    return this.#maker((startedAt) => {
      const digits = `9${this.#source.companyIndex}${String(number).padStart(8, '0')}${place}`;
      return callIdsOf(startedAt, `added ${this.#source.company.accountId} ${number} ${place++}`, digits);
    });
  }

  get #zone(): string {
    return this.#source.company.timeZone;
  }

  #make(day: CompanyDay): readonly SimulatedCall[] {
    const told = this.#callsOfStories(day);
    const { company, seed } = this.#source;
    return [
      ...told,
      ...everydayCalls({
        make: this.#makerOn(day, EVERYDAY_PLACE),
        day,
        seed,
        people: company.users.filter((user) => this.#callsOn(user, day)),
        nightDesk: company.cast?.nightDesk,
        taken: [...told, ...this.#tailOfDayBefore(day)],
      }),
    ];
  }

  /** Stories that run past midnight keep their people busy on the next day too. */
  #tailOfDayBefore(day: CompanyDay): readonly SimulatedCall[] {
    return this.#callsOfStories(dayNumbered(day.number - 1, this.#zone)).filter(({ endedAt }) => endedAt > day.from);
  }

  #callsOfStories(day: CompanyDay): readonly SimulatedCall[] {
    return Object.values(this.#storiesOf(day) ?? {}).flat();
  }

  #storiesOf(day: CompanyDay) {
    const { cast } = this.#source.company;
    return cast === undefined ? null : storiesOf(this.#makerOn(day, 0), cast, day);
  }

  #makerOn(day: CompanyDay, firstPlace: number): CallMaker {
    const { company, companyIndex } = this.#source;
    let place = firstPlace;
    return this.#maker((startedAt) => {
      const at = `${String(day.number).padStart(6, '0')}${String(place++).padStart(4, '0')}`;
      return callIdsOf(startedAt, `${company.accountId} ${at}`, `${companyIndex}${at}`);
    });
  }

  #maker(nextIds: ConstructorParameters<typeof CallMaker>[2]): CallMaker {
    return new CallMaker(this.#source.company, this.#source.habits, nextIds);
  }

  #callsOn(user: SimulatedUser, day: CompanyDay): boolean {
    if (user.extensionNumber === null || user.phoneNumbers.length === 0) return false;
    if (user.succeeds !== undefined && !this.#hasLeft(userOf(this.#source.company, user.succeeds), day)) return false;
    return user.leftDaysBeforeStart === undefined ? user.status === 'activate' : !this.#hasLeft(user, day);
  }

  #hasLeft({ leftDaysBeforeStart }: SimulatedUser, day: CompanyDay): boolean {
    return leftDaysBeforeStart !== undefined && day.to > this.#source.firstStartedAt - leftDaysBeforeStart * MS_PER_DAY;
  }
}
