import { Engagements, occasionsOf } from 'prodoscore-phone-systems/testing';
import type { CompanyDay, Occasion } from 'prodoscore-phone-systems/testing';
import type { SimulatedExtension, SimulatedRecord } from './model.js';
import { outsiders, withheld } from './parties.js';
import type { RecordMaker } from './record-maker.js';

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
  const engaged = new Engagements();
  const occupy = ({ startedAt, endedAt, legs }: SimulatedRecord): void =>
    engaged.add(
      legs.flatMap(({ extensionId }) => extensionId ?? []),
      startedAt,
      endedAt,
    );
  const add = (record: SimulatedRecord): void => {
    records.push(record);
    occupy(record);
  };
  plan.taken.forEach(occupy);

  const place = ({ person, chance, at: startedAt }: Occasion<SimulatedExtension>): void => {
    const answeredAt = startedAt + chance.between(3, 25) * 1000;
    const endedAt = answeredAt + chance.between(40, chance.percent(15) ? 2400 : 600) * 1000;
    const peer = chance.pick(people);
    const isInternal = chance.percent(15) && peer.id !== person.id && engaged.isFree(peer.id, startedAt, endedAt);
    const [fate, comesIn, doubled] = [chance.between(1, 100), chance.percent(45), chance.percent(30)];
    const other = fate === 72 ? withheld : chance.pick(Object.values(outsiders));
    if (!engaged.isFree(person.id, startedAt, endedAt)) return;
    const talk = { startedAt, answeredAt, endedAt };
    const none = { startedAt, answeredAt: null, endedAt: answeredAt + 20_000 };
    if (isInternal) add(make.internal(person.id, peer.id, talk));
    else if (!comesIn) add(make.outbound(person.id, other, fate <= 72 ? talk : none, { recorded: fate <= 10 }));
    else if (fate <= 72) add(make.inbound(person.id, other, talk, { doubled, recorded: fate <= 10 }));
    else if (fate <= 84) add(make.inbound(person.id, other, none, { doubled }));
    else add(make.inbound(person.id, other, none, { messageAt: none.endedAt + chance.between(5, 300) * 1000 }));
  };

  const { nightDesk } = plan;
  for (const occasion of occasionsOf({ companyId: make.company.id, day, seed, people, nightDesk })) place(occasion);
  return records;
};
