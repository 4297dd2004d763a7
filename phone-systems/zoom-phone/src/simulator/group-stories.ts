import { took } from './call-maker.js';
import type { LegDraft } from './call-maker.js';
import type { CallParty } from './model.js';
import { outsiders, withheld } from './parties.js';
import { colleague, group, timesAt } from './stage.js';
import type { Stage, Story } from './stage.js';

const { dentist, sam, harbor, annette } = outsiders;
const LATE_MS = 600_000;

/** A call of a group: the row and the first leg name the group, and no person. */
const atGroup = (stage: Stage, groupId: string, caller: CallParty, answered: number | null, end: number) => {
  const [sides, times] = [{ caller, callee: group(stage, groupId) }, timesAt(stage)];
  return {
    row: { ...sides, ...times(0, answered, end), direction: 'inbound', connectType: 'external' } as const,
    arrival: (until: number, result: string): LegDraft => ({
      ...{ ...sides, ...times(0, null, until), event: 'incoming', result, segment: 1, waitingSeconds: until },
    }),
  };
};

/** One of three telephones is answered; the others were answered elsewhere. The last may be told late. */
const ringGroup: Story = (stage) => {
  const { queue, agents } = stage.cast;
  const { row, arrival } = atGroup(stage, queue, dentist, 12, 300);
  const [times, base] = [timesAt(stage), { caller: dentist, event: 'ring_to_member', segment: 2 }];
  const [talk, rung] = [times(4, 12, 300), times(4, null, 12)];
  const [first, second, third] = agents;
  const seenAt = stage.make.habits.legsComeLate ? talk.endedAt + LATE_MS : undefined;
  const late = seenAt === undefined ? {} : { seenAt };
  const elsewhere = { result: 'canceled', resultReason: 'answered_by_other', node: 0 } as const;
  const more = { direction: 'inbound', other: dentist, groupId: queue } as const;
  return [
    stage.make.call({
      ...{ ...row, result: 'answered', recorded: true },
      legs: [
        arrival(4, 'succeeded'),
        { ...base, ...talk, callee: colleague(stage, first), result: 'answered', holdSeconds: 10 },
        { ...base, ...rung, ...elsewhere, callee: colleague(stage, second) },
        { ...base, ...rung, ...elsewhere, ...late, callee: colleague(stage, third) },
      ],
      parts: [
        took('answered', first, 1, talk, more),
        took('rung', second, 2, rung, more),
        took('alsoRung', third, 3, rung, { ...more, ...late }),
      ],
    }),
  ];
};

/** All telephones of a queue ring, and nobody answers. */
const missedByAll: Story = (stage) => {
  const { queue, agents } = stage.cast;
  const { row, arrival } = atGroup(stage, queue, annette, null, 50);
  const rung = timesAt(stage)(5, null, 50);
  const roles = ['first', 'second', 'third'] as const;
  return [
    stage.make.call({
      ...{ ...row, result: 'abandoned' },
      legs: [
        arrival(5, 'succeeded'),
        ...agents.map((agent) => ({
          ...{ ...rung, caller: annette, callee: colleague(stage, agent), event: 'ring_to_member' },
          ...{ result: 'ring_timeout', segment: 2, node: 0 as const },
        })),
      ],
      parts: agents.map((agent, place) =>
        took(roles[place] ?? '', agent, place + 1, rung, { direction: 'inbound', other: annette, groupId: queue }),
      ),
    }),
  ];
};

/** A queue hands its call to another, where somebody answers. */
const overflow: Story = (stage) => {
  const { queue, overflowQueue, agents } = stage.cast;
  const { row, arrival } = atGroup(stage, queue, harbor, 75, 400);
  const [times, agent] = [timesAt(stage), agents[1]];
  const talk = times(62, 75, 400);
  const next = { caller: harbor, callee: group(stage, overflowQueue), operator: group(stage, queue) };
  return [
    stage.make.call({
      ...{ ...row, result: 'answered' },
      legs: [
        arrival(60, 'overflowed'),
        { ...next, ...times(60, null, 62), event: 'overflow', result: 'succeeded', segment: 2 },
        {
          ...talk,
          caller: harbor,
          callee: colleague(stage, agent),
          event: 'ring_to_member',
          result: 'answered',
          segment: 3,
        },
      ],
      parts: [took('answered', agent, 2, talk, { direction: 'inbound', other: harbor, groupId: queue })],
    }),
  ];
};

/** A caller gives up while no telephone rings: nobody's call. */
const abandonedAt =
  (groupOfCast: 'queue' | 'menu', caller: CallParty, result: string): Story =>
  (stage) => {
    const groupId = stage.cast[groupOfCast];
    const { row, arrival } = atGroup(stage, groupId, caller, null, 30);
    const more = { direction: 'inbound', other: caller, groupId } as const;
    return [
      stage.make.call({
        ...{ ...row, result },
        legs: [{ ...arrival(30, result), ...(groupOfCast === 'menu' && { pressKey: '9' }) }],
        parts: [took('nobody', null, 0, timesAt(stage)(0, null, 30), more)],
      }),
    ];
  };

/** A line that two people share rings at both. */
const sharedLine: Story = (stage) => {
  const { sharedLine: line, colleague: first, colleaguePeer: second } = stage.cast;
  const { row, arrival } = atGroup(stage, line, sam, 10, 200);
  const [talk, rung] = [timesAt(stage)(1, 10, 200), timesAt(stage)(1, null, 10)];
  const base = { caller: sam, event: 'shared_line_incoming', segment: 2 };
  const elsewhere = { result: 'canceled', resultReason: 'answered_by_other', node: 0 } as const;
  const more = { direction: 'inbound', other: sam, groupId: line } as const;
  return [
    stage.make.call({
      ...{ ...row, result: 'answered' },
      legs: [
        arrival(1, 'succeeded'),
        { ...base, ...talk, callee: colleague(stage, first), result: 'answered' },
        { ...base, ...rung, ...elsewhere, callee: colleague(stage, second) },
      ],
      parts: [took('answered', first, 1, talk, more), took('rung', second, 2, rung, more)],
    }),
  ];
};

export const groupStories = {
  ringGroup,
  missedByAll,
  overflow,
  abandonedQueue: abandonedAt('queue', sam, 'abandoned'),
  abandonedMenu: abandonedAt('menu', withheld, 'invalid_key'),
  sharedLine,
} as const;
