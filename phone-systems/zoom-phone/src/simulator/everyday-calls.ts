import { Engagements, occasionsOf } from 'prodoscore-phone-systems/testing';
import type { CompanyDay, Occasion } from 'prodoscore-phone-systems/testing';
import type { CallMaker } from './call-maker.js';
import type { SimulatedCall, SimulatedUser } from './model.js';
import { outsiders, withheld } from './parties.js';
import { inboundCall, internalCall, outboundCall } from './plain-calls.js';

/** What an ordinary day is made of. */
export interface EverydayPlan {
  readonly make: CallMaker;
  readonly day: CompanyDay;
  readonly seed: number;
  /** The people who make and take calls on this day. */
  readonly people: readonly SimulatedUser[];
  readonly nightDesk: string | undefined;
  /** Calls that are there already; nobody is on two calls at once. */
  readonly taken: readonly SimulatedCall[];
}

/** The unremarkable calls of one day: on workdays everybody's, and once an hour around the clock somebody's. */
export const everydayCalls = (plan: EverydayPlan): readonly SimulatedCall[] => {
  const { make, day, seed, people } = plan;
  const calls: SimulatedCall[] = [];
  const engaged = new Engagements();
  const occupy = ({ startedAt, endedAt, parts }: SimulatedCall): void =>
    engaged.add(
      parts.flatMap(({ userId }) => userId ?? []),
      startedAt,
      endedAt,
    );
  const add = (made: readonly SimulatedCall[]): void => {
    calls.push(...made);
    made.forEach(occupy);
  };
  plan.taken.forEach(occupy);

  const place = ({ person, chance, at }: Occasion<SimulatedUser>): void => {
    // Zoom has whole seconds.
    const startedAt = Math.floor(at / 1000) * 1000;
    const answeredAt = startedAt + chance.between(3, 25) * 1000;
    const endedAt = answeredAt + chance.between(40, chance.percent(15) ? 2400 : 600) * 1000;
    const peer = chance.pick(people);
    const isInternal = chance.percent(15) && peer.id !== person.id && engaged.isFree(peer.id, startedAt, endedAt);
    const [fate, comesIn] = [chance.between(1, 100), chance.percent(45)];
    const other = fate === 72 ? withheld : chance.pick(Object.values(outsiders));
    if (!engaged.isFree(person.id, startedAt, endedAt)) return;
    const talk = { startedAt, answeredAt, endedAt };
    const none = { startedAt, answeredAt: null, endedAt: answeredAt + 20_000 };
    const more = { recorded: fate <= 10 };
    if (isInternal) add(internalCall(make, person.id, peer.id, talk));
    else if (!comesIn) add([outboundCall(make, person.id, other, fate <= 72 ? talk : none, more)]);
    else if (fate <= 84) add([inboundCall(make, person.id, other, fate <= 72 ? talk : none, more)]);
    else add([inboundCall(make, person.id, other, none, { message: true })]);
  };

  const { nightDesk } = plan;
  for (const occasion of occasionsOf({ companyId: make.company.accountId, day, seed, people, nightDesk }))
    place(occasion);
  return calls;
};
