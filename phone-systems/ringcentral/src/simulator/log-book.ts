import { dayNamed, dayNumbered, dayOf, MadeDays } from 'prodoscore-phone-systems/testing';
import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import { everydayRecords } from './everyday-records.js';
import { expectedPartsOf } from './expected.js';
import type { ExpectedPart, RingCentralCompany, SimulatedExtension, SimulatedRecord } from './model.js';
import { dayNumberIn, recordIdsAt } from './record-ids.js';
import { RecordMaker } from './record-maker.js';
import { storiesOf } from './stories.js';
import type { DayStories } from './stories.js';

const DAYS_KEPT = 450;
const MS_PER_DAY = 86_400_000;
const EVERYDAY_PLACE = 1000;

/** What a company's log is made from. */
export interface LogBookSource {
  /** As it was defined: what is changed later does not rewrite the past. */
  readonly company: RingCentralCompany;
  readonly companyIndex: number;
  readonly seed: number;
  /** The instant of the first start: there are calls from `historyDays` before it, and for ever after. */
  readonly firstStartedAt: number;
  readonly historyDays: number;
  /** As the vendor is to write a record: one for an internal call, or two. */
  readonly inTheLog: (record: SimulatedRecord) => readonly SimulatedRecord[];
  readonly added: () => readonly SimulatedRecord[];
  readonly changes: () => Readonly<Record<string, Partial<SimulatedRecord>>>;
}

/**
 * All records of one company, past and to come. Those of a day follow from seed, company and day alone, so they are made
 * when they are asked for, and nothing is stored but what was added or changed.
 */
export class LogBook {
  readonly #source: LogBookSource;
  readonly #days: MadeDays<SimulatedRecord>;
  readonly #firstDay: number;

  constructor(source: LogBookSource) {
    this.#source = source;
    this.#firstDay = dayOf(source.firstStartedAt, this.#zone).number - source.historyDays;
    this.#days = new MadeDays({
      timeZone: this.#zone,
      firstDay: this.#firstDay,
      mostKept: DAYS_KEPT,
      make: (day) => this.#make(day),
    });
  }

  /** The parts of a day's stories; null for a company that tells none, and before its history. */
  storiesOn(dayName: string): DayStories | null {
    const day = dayNamed(dayName, this.#zone);
    const stories = day.number < this.#firstDay ? null : this.#storiesOf(day);
    if (stories === null) return null;
    const asLogged = Object.entries(stories).map(([name, { records, parts }]) => {
      const logged = records.flatMap(this.#source.inTheLog).flatMap((record) => expectedPartsOf(record));
      const byRole = Object.entries(parts).map(([role, part]) => [
        role,
        logged.find((one) => isSame(one, part)) ?? part,
      ]);
      return [name, Object.fromEntries(byRole)];
    });
    return Object.fromEntries(asLogged) as DayStories;
  }

  /** Records that started between two instants, both included, newest first. */
  newestFirst(from: number, to: number): readonly SimulatedRecord[] {
    const added = this.#source.added().filter(({ startedAt }) => startedAt >= from && startedAt <= to);
    return [...added, ...this.#days.between(from, to)].map((record) => this.#changed(record)).sort(byStartDescending);
  }

  /** One record, whenever it is; null where there is none. */
  find(id: string): SimulatedRecord | null {
    const number = dayNumberIn(id);
    const all = [...this.#source.added(), ...(number === null ? [] : this.#days.of(number))];
    const found = all.find((record) => record.id === id);
    return found === undefined ? null : this.#changed(found);
  }

  get #zone(): string {
    return this.#source.company.timeZone;
  }

  #changed(record: SimulatedRecord): SimulatedRecord {
    const change = this.#source.changes()[record.id];
    return change === undefined ? record : { ...record, ...change };
  }

  #make(day: CompanyDay): readonly SimulatedRecord[] {
    const told = this.#recordsOfStories(day);
    const { company, seed } = this.#source;
    const everyday = everydayRecords({
      make: this.#makerOn(day, EVERYDAY_PLACE),
      day,
      seed,
      people: company.extensions.filter((one) => this.#callsOn(one, day)),
      nightDesk: company.cast?.nightDesk,
      taken: [...told, ...this.#tailOfDayBefore(day)],
    });
    return [...told, ...everyday].flatMap(this.#source.inTheLog);
  }

  /** Stories that run past midnight keep their people busy on the next day too. */
  #tailOfDayBefore(day: CompanyDay): readonly SimulatedRecord[] {
    return this.#recordsOfStories(dayNumbered(day.number - 1, this.#zone)).filter(({ endedAt }) => endedAt > day.from);
  }

  #recordsOfStories(day: CompanyDay): readonly SimulatedRecord[] {
    return Object.values(this.#storiesOf(day) ?? {}).flatMap(({ records }) => records);
  }

  #storiesOf(day: CompanyDay) {
    const { cast } = this.#source.company;
    return cast === undefined ? null : storiesOf(this.#makerOn(day, 0), cast, day);
  }

  #makerOn(day: CompanyDay, firstPlace: number): RecordMaker {
    const { company, companyIndex } = this.#source;
    let place = firstPlace;
    return new RecordMaker(company, () => recordIdsAt(companyIndex, day.number, place++));
  }

  #callsOn(one: SimulatedExtension, day: CompanyDay): boolean {
    if (one.type !== 'User') return false;
    if (one.leftDaysBeforeStart !== undefined) {
      return day.to <= this.#source.firstStartedAt - one.leftDaysBeforeStart * MS_PER_DAY;
    }
    return one.status === 'Enabled' && one.phoneNumbers.length > 0;
  }
}

const isSame = (a: ExpectedPart, b: ExpectedPart): boolean =>
  a.sessionId === b.sessionId &&
  a.extensionId === b.extensionId &&
  a.direction === b.direction &&
  a.startedAt === b.startedAt;

const byStartDescending = (a: SimulatedRecord, b: SimulatedRecord): number =>
  b.startedAt - a.startedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
