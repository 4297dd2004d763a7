import { callFrom } from './call-draft.js';
import type { CallDraft } from './call-draft.js';
import { Engagements, occasionsOf } from '../vendor/index.js';
import type { CompanyDay, Occasion } from '../vendor/index.js';
import type { SimulatedCall, SimulatedCompany, SimulatedUser } from './model.js';
import { outsiders, partyOf } from './party.js';

/** What an ordinary day is made of. */
export interface EverydayPlan {
  readonly company: SimulatedCompany;
  readonly day: CompanyDay;
  readonly seed: number;
  /** The people who make and take calls on this day. */
  readonly people: readonly SimulatedUser[];
  /** Calls that are there already; nobody is on two at once. */
  readonly taken: readonly SimulatedCall[];
  readonly idOf: (place: number) => string;
}

/** The unremarkable calls of one day: on workdays everybody's, and once an hour around the clock somebody's. */
export const everydayCalls = (plan: EverydayPlan): readonly SimulatedCall[] => {
  const { company, day, seed, people } = plan;
  const calls: SimulatedCall[] = [];
  const engaged = new Engagements();
  const occupy = ({ target, startedAt, endedAt }: SimulatedCall): void => engaged.add([target.id], startedAt, endedAt);
  const add = (draft: CallDraft): void => {
    const call = callFrom(plan.idOf(calls.length), draft);
    calls.push(call);
    occupy(call);
  };
  plan.taken.forEach(occupy);

  const place = ({ person: user, chance, at: startedAt }: Occasion<SimulatedUser>): void => {
    const talkMs = chance.between(40, chance.percent(15) ? 2400 : 600) * 1000 + chance.between(0, 999);
    const ringMs = chance.between(3, 25) * 1000;
    const endedAt = startedAt + ringMs + talkMs;
    const peer = chance.pick(people);
    const isInternal = chance.percent(15) && peer.id !== user.id && engaged.isFree(peer.id, startedAt, endedAt);
    if (!engaged.isFree(user.id, startedAt, endedAt)) return;
    const target = partyOf(company, user.id);
    const connectedAt = startedAt + ringMs;
    if (isInternal) {
      const contact = partyOf(company, peer.id);
      const times = { startedAt, connectedAt, endedAt };
      add({ direction: 'outbound', ...times, target, contact, externalNumber: peer.extension ?? '' });
      add({ direction: 'inbound', ...times, target: contact, contact: target });
      return;
    }
    const direction = chance.percent(45) ? 'inbound' : 'outbound';
    const contact = chance.pick(outsiders);
    const fate = chance.between(1, 100);
    const answered = { direction, startedAt, connectedAt, endedAt, target, contact } as const;
    const unanswered = { direction, startedAt, endedAt: startedAt + ringMs + 20_000, target, contact } as const;
    if (fate <= 72) add({ ...answered, recorded: fate <= 10, labels: fate <= 6 ? ['follow-up'] : [] });
    else if (direction === 'outbound') add(unanswered);
    else if (fate <= 82) add(unanswered);
    else if (fate <= 92) add({ ...unanswered, voicemail: 'message', voicemailAfterMs: chance.between(0, 300) * 1000 });
    else if (fate <= 96) add({ ...unanswered, voicemail: 'greeting' });
    else add({ ...answered, contact: null, externalNumber: chance.pick(['blocked', 'anonymous', '']) });
  };

  const nightDesk = company.cast?.nightDesk;
  for (const occasion of occasionsOf({ companyId: company.id, day, seed, people, nightDesk })) place(occasion);
  return calls;
};
