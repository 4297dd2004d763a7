import { chanceOf } from 'prodoscore-phone-systems/testing';
import type { Chance, CompanyDay } from 'prodoscore-phone-systems/testing';
import type { SimulatedExtension, SimulatedRecord } from './model.js';
import { outsiders, withheld } from './parties.js';
import type { RecordMaker } from './record-maker.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What an ordinary day is made of. */
export interface EverydayPlan {
  readonly make: RecordMaker;
  readonly day: CompanyDay;
  readonly seed: number;
  /** The people who make and take calls on this day. */
  readonly people: readonly SimulatedExtension[];
  readonly nightDesk: string | undefined;
  /** Records that are there already; nobody is on two calls at once. */
  readonly taken: readonly SimulatedRecord[];
}

/** The unremarkable calls of one day: on workdays everybody's, and once an hour around the clock somebody's. */
export const everydayRecords = (plan: EverydayPlan): readonly SimulatedRecord[] => {
  const { make, day, seed, people } = plan;
  const records: SimulatedRecord[] = [];
  const busy = new Map<string, { readonly from: number; readonly to: number }[]>();
  const occupy = ({ startedAt, endedAt, legs }: SimulatedRecord): void => {
    for (const { extensionId } of legs) {
      if (extensionId === null) continue;
      busy.set(extensionId, [...(busy.get(extensionId) ?? []), { from: startedAt, to: endedAt }]);
    }
  };
  const isFree = (id: string, from: number, to: number): boolean =>
    !(busy.get(id) ?? []).some((one) => one.from < to + MINUTE && one.to > from - MINUTE);
  const add = (record: SimulatedRecord): void => {
    records.push(record);
    occupy(record);
  };
  plan.taken.forEach(occupy);

  const place = (person: SimulatedExtension, chance: Chance, startedAt: number): void => {
    const answeredAt = startedAt + chance.between(3, 25) * 1000;
    const endedAt = answeredAt + chance.between(40, chance.percent(15) ? 2400 : 600) * 1000;
    const peer = chance.pick(people);
    const isInternal = chance.percent(15) && peer.id !== person.id && isFree(peer.id, startedAt, endedAt);
    const [fate, comesIn, doubled] = [chance.between(1, 100), chance.percent(45), chance.percent(30)];
    const other = fate === 72 ? withheld : chance.pick(Object.values(outsiders));
    if (!isFree(person.id, startedAt, endedAt)) return;
    const talk = { startedAt, answeredAt, endedAt };
    const none = { startedAt, answeredAt: null, endedAt: answeredAt + 20_000 };
    if (isInternal) add(make.internal(person.id, peer.id, talk));
    else if (!comesIn) add(make.outbound(person.id, other, fate <= 72 ? talk : none, { recorded: fate <= 10 }));
    else if (fate <= 72) add(make.inbound(person.id, other, talk, { doubled, recorded: fate <= 10 }));
    else if (fate <= 84) add(make.inbound(person.id, other, none, { doubled }));
    else add(make.inbound(person.id, other, none, { messageAt: none.endedAt + chance.between(5, 300) * 1000 }));
  };

  if (day.isWorkday) {
    const [opening, closing] = [day.at('08:15'), day.at('17:45')];
    for (const person of people) {
      const chance = chanceOf(`${seed}/${make.company.id}/${day.name}/${person.id}`);
      let at = opening + chance.between(0, 45 * 60) * 1000;
      while (at < closing) {
        place(person, chance, at);
        at += chance.between(25 * 60, 95 * 60) * 1000 + chance.between(0, 999);
      }
    }
  }
  for (let hour = day.from; hour < day.to && people.length > 0; hour += HOUR) {
    const chance = chanceOf(`${seed}/${make.company.id}/${hour}`);
    const awake = people.find(({ id }) => id === plan.nightDesk) ?? chance.pick(people);
    place(awake, chance, hour + chance.between(2 * 60, 40 * 60) * 1000);
  }
  return records;
};
