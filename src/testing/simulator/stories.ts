import { callFrom } from './call-draft.js';
import type { CallDraft } from './call-draft.js';
import type { CompanyDay } from '../vendor/index.js';
import type { Cast, SimulatedCall, SimulatedCompany } from './model.js';
import { outsider, partyOf } from './party.js';

/**
 * What every day of a company with a cast tells, on its own wall clock, weekends included: each story by name, each of
 * its records by the part it plays. Nobody in a story is on another call meanwhile.
 */
export type DayStories = ReturnType<typeof storiesOf>;

const annette = outsider('Annette Keller', '+14155550111', 'annette@customer.example');
const sam = outsider('Sam Okafor', '+14155550122', 'sam@customer.example');
const dentist = outsider('Bright Dental', '+13125550188');
const supplier = outsider('Northwind Parts', '+12065550144', 'orders@supplier.example');

/** Tells the stories of one day; `idOf` gives the id at a place of the day. */
export const storiesOf = (company: SimulatedCompany, cast: Cast, day: CompanyDay, idOf: (place: number) => string) => {
  let place = 0;
  const record = (draft: CallDraft): SimulatedCall => callFrom(idOf(place++), draft);
  const who = (id: string) => partyOf(company, id);
  const between = (start: string, connected: string | null, end: string) => ({
    startedAt: day.at(start),
    connectedAt: connected === null ? null : day.at(connected),
    endedAt: day.at(end),
  });
  const inbound = { direction: 'inbound' } as const;
  const outbound = { direction: 'outbound' } as const;

  /** Two hours and twenty minutes: listed long after it began. */
  const longCall = () => ({
    call: record({
      ...outbound,
      ...between('09:00', '09:00:30', '11:20:30'),
      target: who(cast.departmentAgent),
      contact: supplier,
    }),
  });

  /** The caller adds somebody: 10:00 to 10:10 and 10:06 to 10:15, two records that overlap. On odd days nothing joins them. */
  const addedParticipant = () => {
    const target = who(cast.caller);
    const first = record({ ...outbound, ...between('09:59:50', '10:00', '10:10'), target, contact: annette });
    const joined = day.number % 2 === 0 ? { masterCallId: first.id } : {};
    const added = record({ ...outbound, ...between('10:05:50', '10:06', '10:15'), target, contact: sam, ...joined });
    return { first, added };
  };

  /** A message for a colleague: the sender talked to the mailbox, the receiver has a voicemail, seen two minutes later. */
  const voicemail = () => {
    const [sender, receiver] = [who(cast.voicemailSender), who(cast.voicemailReceiver)];
    return {
      sent: record({ ...outbound, ...between('11:30', '11:30:20', '11:31:05'), target: sender, contact: receiver }),
      received: record({
        ...inbound,
        ...between('11:30:01', null, '11:31:05'),
        target: receiver,
        contact: sender,
        voicemail: 'message',
        voicemailAfterMs: 120_000,
      }),
    };
  };

  /** An order desk: the menu's record, the queue's record that names menu and agent, the agent's that names the queue. */
  const queueCall = () => {
    const [menuId, queueId, agentId] = [idOf(place), idOf(place + 1), idOf(place + 2)];
    const [menu, queue, agent] = [who(cast.menu), who(cast.queue), who(cast.ringAllAgents[0])];
    const from = { ...inbound, contact: dentist };
    return {
      menu: record({ ...from, ...between('12:00', '12:00:02', '12:08:00'), target: menu }),
      queue: record({
        ...from,
        ...between('12:00:20', '12:01:30', '12:08:00'),
        target: queue,
        masterCallId: menuId,
        operatorCallId: agentId,
      }),
      agent: record({
        ...from,
        ...between('12:01:10', '12:01:30', '12:08:00'),
        target: agent,
        entryPointCallId: queueId,
        entryPoint: queue,
      }),
    };
  };

  /** Two colleagues: one record each, with ids of their own and nothing that joins them. */
  const colleagues = () => {
    const [caller, peer] = [who(cast.colleague), who(cast.colleaguePeer)];
    return {
      caller: record({ ...outbound, ...between('13:00', '13:00:08', '13:12'), target: caller, contact: peer }),
      callee: record({ ...inbound, ...between('13:00', '13:00:08', '13:12'), target: peer, contact: caller }),
    };
  };

  /** A call to the sales department: the department's record, and that of the person who took it. */
  const department = () => {
    const sales = who(cast.sales);
    const group = record({ ...inbound, ...between('14:00', '14:00:25', '14:09'), target: sales, contact: annette });
    const person = record({
      ...inbound,
      ...between('14:00:05', '14:00:25', '14:09'),
      target: who(cast.departmentAgent),
      contact: annette,
      entryPointCallId: group.id,
      entryPoint: sales,
      recorded: true,
    });
    return { group, person };
  };

  /** Three telephones ring at once; one is answered, the others end with records of their own. */
  const ringAll = () => {
    const support = who(cast.support);
    const group = record({ ...inbound, ...between('15:00', '15:00:12', '15:06'), target: support, contact: sam });
    const leg = (user: string, connected: string | null, end: string) =>
      record({
        ...inbound,
        ...between('15:00:02', connected, end),
        target: who(user),
        contact: sam,
        entryPointCallId: group.id,
        entryPoint: support,
      });
    const [first, second, third] = cast.ringAllAgents;
    return {
      group,
      rung: leg(first, null, '15:00:12'),
      answered: leg(second, '15:00:12', '15:06'),
      alsoRung: leg(third, null, '15:00:12'),
    };
  };

  /** Three minutes with the first, then handed over. */
  const transfer = () => {
    const [from, to] = [who(cast.colleague), who(cast.colleaguePeer)];
    const first = record({
      ...inbound,
      ...between('15:30', '15:30:10', '15:33:10'),
      target: from,
      contact: dentist,
      transferred: true,
    });
    const second = record({
      ...inbound,
      ...between('15:33:00', '15:33:12', '15:41'),
      target: to,
      contact: dentist,
      masterCallId: first.id,
    });
    return { from: first, to: second };
  };

  /** Nobody came to the telephone. */
  const missed = () => ({
    call: record({
      ...inbound,
      ...between('16:00', null, '16:00:40'),
      target: who(cast.voicemailSender),
      contact: sam,
    }),
  });

  /** The caller heard the greeting and hung up: a bare link, no message, hence missed. */
  const greetingOnly = () => ({
    call: record({
      ...inbound,
      ...between('16:10', null, '16:10:31'),
      target: who(cast.voicemailSender),
      contact: annette,
      voicemail: 'greeting',
    }),
  });

  /** The number was withheld. */
  const anonymous = () => ({
    call: record({
      ...inbound,
      ...between('16:20', '16:20:09', '16:24'),
      target: who(cast.ringAllAgents[0]),
      externalNumber: day.number % 2 === 0 ? 'anonymous' : 'blocked',
    }),
  });

  /** Nobody took it at the other end. */
  const unanswered = () => ({
    call: record({
      ...outbound,
      ...between('16:30', null, '16:30:45'),
      target: who(cast.colleaguePeer),
      contact: supplier,
    }),
  });

  /** Ten minutes before midnight, twenty after. */
  const acrossMidnight = () => ({
    call: record({
      ...outbound,
      ...between('23:49:30', '23:50', '23:50'),
      endedAt: day.to + 20 * 60_000,
      target: who(cast.nightDesk),
      contact: supplier,
    }),
  });

  return {
    longCall: longCall(),
    addedParticipant: addedParticipant(),
    voicemail: voicemail(),
    queueCall: queueCall(),
    colleagues: colleagues(),
    department: department(),
    ringAll: ringAll(),
    transfer: transfer(),
    missed: missed(),
    greetingOnly: greetingOnly(),
    anonymous: anonymous(),
    unanswered: unanswered(),
    acrossMidnight: acrossMidnight(),
  };
};

/** Every record of a day's stories. */
export const recordsOf = (stories: DayStories): readonly SimulatedCall[] =>
  Object.values(stories).flatMap((story): SimulatedCall[] => Object.values(story));
