import { Engagements, occasionsOf } from 'prodoscore-phone-systems/testing';
import type { CompanyDay, Occasion } from 'prodoscore-phone-systems/testing';
import type { CallMaker } from './call-maker.js';
import type { SimulatedCall, SimulatedUser } from './model.js';
import { outsiders, WITHHELD } from './outsiders.js';

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
  const occupy = (call: SimulatedCall): void => engaged.add(peopleIn(call), call.startedAt, call.endedAt);
  const add = (call: SimulatedCall): void => {
    calls.push(call);
    occupy(call);
  };
  plan.taken.forEach(occupy);

  const place = ({ person, chance, at: startedAt }: Occasion<SimulatedUser>): void => {
    const answeredAt = startedAt + chance.between(3, 25) * 1000;
    const endedAt = answeredAt + chance.between(40, chance.percent(15) ? 2400 : 600) * 1000;
    const peer = chance.pick(people);
    const isInternal = chance.percent(30) && peer.id !== person.id && engaged.isFree(peer.id, startedAt, endedAt);
    const [fate, comesIn] = [chance.between(1, 100), chance.percent(45)];
    const type = chance.percent(20) ? 'groupCall' : 'peerToPeer';
    const number = fate === 72 ? WITHHELD : chance.pick(Object.values(outsiders));
    if (!engaged.isFree(person.id, startedAt, endedAt)) return;
    const talk = { startedAt, answeredAt, endedAt };
    const none = { startedAt, answeredAt: null, endedAt: answeredAt + 20_000 };
    const times = fate <= 72 ? talk : none;
    if (isInternal) add(make.internal(person.id, peer.id, fate <= 84 ? talk : none));
    else if (!comesIn) add(make.outside(person.id, 'outbound', number || outsiders.sam, times));
    else if (fate <= 84) add(make.outside(person.id, 'inbound', number, times, type));
    else {
      const mailboxAt = startedAt + 25_000;
      add(make.message({ kind: 'phone', number }, person.id, { ...none, mailboxAt, endedAt: mailboxAt + 40_000 }));
    }
  };

  const { nightDesk } = plan;
  for (const occasion of occasionsOf({ companyId: make.company.id, day, seed, people, nightDesk })) place(occasion);
  return calls;
};

/** Who is on a call while it lasts: also in what no record tells of. */
const peopleIn = ({ sessions, organizer, parts }: SimulatedCall): ReadonlySet<string> =>
  new Set([
    ...[organizer, ...sessions.flatMap(({ caller, callee }) => [caller, callee])].flatMap((end) =>
      end.kind === 'user' ? [end.userId] : [],
    ),
    ...parts.map(({ userId }) => userId),
  ]);
