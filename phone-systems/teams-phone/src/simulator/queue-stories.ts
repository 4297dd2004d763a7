import { partOf } from './call-maker.js';
import type { PartDraft, SessionDraft } from './call-maker.js';
import type { SimulatedEnd } from './model.js';
import { outsiders } from './outsiders.js';
import { told } from './told.js';
import type { Scene, Story } from './told.js';

const { sam, dentist, annette } = outsiders;

const UNKNOWN: SimulatedEnd = { kind: 'service', role: 'unknown' };

/** The account of a queue or attendant, being called. */
const called = (userId: string): SimulatedEnd => ({ kind: 'account', userId, named: true });
/** The same, calling: nameless. */
const calling = (userId: string): SimulatedEnd => ({ kind: 'account', userId, named: false });

const span = (caller: SimulatedEnd, callee: SimulatedEnd, startedAt: number, endedAt: number): SessionDraft => ({
  ...{ caller, callee, startedAt, endedAt },
  answeredAt: endedAt > startedAt ? startedAt : null,
});

/** An agent is the caller of the session in which he was rung, or took the call. */
const agent = (userId: string, from: number, to = from): SessionDraft =>
  span({ kind: 'user', userId }, UNKNOWN, from, to);

const partOfAgent = (
  session: number,
  userId: string,
  groupId: string,
  other: string | null,
  [from, to]: readonly [number, number?],
): PartDraft => ({
  ...partOf(session, userId, 'inbound', other, {
    ...{ startedAt: from, answeredAt: to === undefined ? null : from, endedAt: to ?? from },
  }),
  groupId,
});

/** The row of a queue's or attendant's own number. */
const rowOf = ({ make }: Scene, accountId: string, number: string, startedAt: number, endedAt: number) =>
  make.rowsOf(accountId, 'ucap_in', number, { startedAt, answeredAt: startedAt, endedAt });

/** Two are rung and one takes it. The first version has no agent in it. */
const queueCall: Story = (scene) => {
  const { make, cast, at } = scene;
  const [first, second] = cast.agents;
  const phone = { kind: 'phone', number: dentist } as const;
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone, startedAt: at(0), endedAt: at(5) },
    sessions: [
      span(phone, called(cast.queue), at(0), at(5)),
      agent(first, at(0, 10)),
      agent(second, at(0, 20), at(5)),
      span(calling(cast.queue), UNKNOWN, at(0, 2), at(5)),
      span({ kind: 'conferencingAssistant' }, UNKNOWN, at(0, 20), at(5)),
    ],
    versions: [[0], [0, 1, 2, 3], [0, 1, 2, 3, 4]],
    parts: [
      partOfAgent(1, first, cast.queue, dentist, [at(0, 10)]),
      partOfAgent(2, second, cast.queue, dentist, [at(0, 20), at(5)]),
    ],
    rows: rowOf(scene, cast.queue, dentist, at(0), at(5)),
  });
  return told(make, call, 'rung', 'answered');
};

/** A colleague calls the queue: the wait counts as talk. */
const colleagueInQueue: Story = ({ make, cast, at }) => {
  const [caller, taker] = [cast.colleague, cast.agents[2]];
  const me = { kind: 'user', userId: caller } as const;
  const whole = { startedAt: at(0), answeredAt: at(0), endedAt: at(6) };
  const call = make.of({
    ...{ type: 'groupCall', organizer: me, startedAt: at(0), endedAt: at(6) },
    sessions: [
      span(me, called(cast.queue), at(0), at(6)),
      agent(taker, at(1, 30), at(6)),
      span(calling(cast.queue), UNKNOWN, at(0, 2), at(6)),
    ],
    versions: [[0], [0, 1, 2]],
    parts: [
      { ...partOf(0, caller, 'outbound', null, whole), groupId: cast.queue },
      partOfAgent(1, taker, cast.queue, caller, [at(1, 30), at(6)]),
    ],
  });
  return told(make, call, 'caller', 'answered');
};

/** From an attendant to a queue where nobody answers, and on to another queue. */
const overflow: Story = (scene) => {
  const { make, cast, at } = scene;
  const [first, second, third] = cast.agents;
  const phone = { kind: 'phone', number: annette } as const;
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone, startedAt: at(0), endedAt: at(10) },
    sessions: [
      span(phone, called(cast.attendant), at(0), at(0, 30)),
      span(calling(cast.attendant), called(cast.queue), at(0, 30), at(2)),
      agent(first, at(0, 40)),
      agent(second, at(1, 10)),
      span(calling(cast.queue), called(cast.overflowQueue), at(2), at(10)),
      agent(third, at(2, 15), at(10)),
    ],
    versions: [[0, 1], [...Array(6).keys()]],
    parts: [
      partOfAgent(2, first, cast.queue, annette, [at(0, 40)]),
      partOfAgent(3, second, cast.queue, annette, [at(1, 10)]),
      partOfAgent(5, third, cast.overflowQueue, annette, [at(2, 15), at(10)]),
    ],
    rows: rowOf(scene, cast.attendant, annette, at(0), at(10)),
  });
  return told(make, call, 'rung', 'alsoRung', 'answered');
};

/** A long wait: three agents are rung in turn, again and again. More sessions than a page has. */
const longWait: Story = (scene) => {
  const { make, cast, at } = scene;
  const phone = { kind: 'phone', number: sam } as const;
  const rings = Array.from({ length: 63 }, (_, place) => ({
    userId: cast.agents[place % 3] ?? cast.agents[0],
    from: at(0, 10 + place * 18),
  }));
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone, startedAt: at(0), endedAt: at(20) },
    sessions: [span(phone, called(cast.queue), at(0), at(20)), ...rings.map(({ userId, from }) => agent(userId, from))],
    versions: [[0], [...Array(64).keys()]],
    parts: rings.map(({ userId, from }, place) => partOfAgent(place + 1, userId, cast.queue, sam, [from])),
    rows: rowOf(scene, cast.queue, sam, at(0), at(20)),
  });
  return told(make, call, ...rings.map((_, place) => `rung${place + 1}`));
};

/** The second version names an agent who never was in the call; the third has him no longer. */
const shrinks: Story = (scene) => {
  const { make, cast, at } = scene;
  const [first, second] = cast.agents;
  const phone = { kind: 'phone', number: dentist } as const;
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone, startedAt: at(0), endedAt: at(4) },
    sessions: [
      span(phone, called(cast.queue), at(0), at(4)),
      agent(first, at(0, 15), at(4)),
      agent(second, at(0, 15), at(4)),
    ],
    versions: [[0], [0, 1, 2], [0, 1]],
    parts: [
      partOfAgent(1, first, cast.queue, dentist, [at(0, 15), at(4)]),
      partOfAgent(2, second, cast.queue, dentist, [at(0, 15), at(4)]),
    ],
    rows: rowOf(scene, cast.queue, dentist, at(0), at(4)),
  });
  return told(make, call, 'answered');
};

export const queueStories = { queueCall, colleagueInQueue, overflow, longWait, shrinks };
