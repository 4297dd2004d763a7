import { took } from './call-maker.js';
import type { CallTimes, LegDraft } from './call-maker.js';
import type { CallParty } from './model.js';
import { outsiders } from './parties.js';
import { atTheNumber, colleague, timesAt } from './stage.js';
import type { Stage, Story } from './stage.js';

const { annette, sam, dentist, supplier } = outsiders;

/** A call from outside to one person, whatever becomes of it. */
const arriving = (
  stage: Stage,
  who: string,
  caller: CallParty,
  whole: CallTimes,
  own: CallTimes,
  result = 'answered',
) => {
  const sides = { caller, callee: atTheNumber(stage, who) };
  return {
    row: { ...sides, ...whole, direction: 'inbound', connectType: 'external', result: 'answered' } as const,
    first: { ...sides, ...own, event: 'incoming', result, segment: 1 } satisfies LegDraft,
  };
};

/** Handed over without a word. Both views of a step may be there: two legs for one talk. */
const directTransfer: Story = (stage) => {
  const { colleague: from, colleaguePeer: to } = stage.cast;
  const [times, caller] = [timesAt(stage), dentist];
  const [own, next] = [times(0, 10, 190), times(192, 194, 660)];
  const { row, first } = arriving(stage, from, caller, times(0, 10, 660), own);
  const [operator, taker] = [colleague(stage, from), colleague(stage, to)];
  const handing = { caller, callee: taker, operator, event: 'direct_transfer', result: 'connected', segment: 2 };
  const onwards = { caller, callee: taker, operator: taker, event: 'incoming', result: 'answered', segment: 3 };
  const twice = (leg: LegDraft): readonly LegDraft[] => [
    { ...leg, node: 1, suffix: '_1' },
    ...(stage.make.habits.doublesTransferredLegs ? [{ ...leg, node: 0 as const, suffix: '_2' }] : []),
  ];
  const handed = twice({ ...handing, ...times(190, null, 192) });
  return [
    stage.make.call({
      ...row,
      legs: [{ ...first, operator }, ...handed, ...twice({ ...onwards, ...next })],
      parts: [
        took('from', from, 0, own, { direction: 'inbound', other: caller, transferred: true }),
        took('to', to, 1 + handed.length, next, { direction: 'inbound', other: caller }),
      ],
    }),
  ];
};

/** Asked first, then handed over: one row with three legs, or two rows before May 2026. */
const warmTransfer: Story = (stage) =>
  stage.from >= stage.make.habits.warmTransferIsOneRowSince ? warmInOneRow(stage) : warmInTwoRows(stage);

const warmInOneRow: Story = (stage) => {
  const { colleague: from, colleaguePeer: to } = stage.cast;
  const [times, caller] = [timesAt(stage), annette];
  const [own, consult, next] = [times(0, 8, 240), times(180, 185, 240), times(240, 240, 660)];
  const { row, first } = arriving(stage, from, caller, times(0, 8, 660), own);
  const [operator, taker] = [colleague(stage, from), colleague(stage, to)];
  const inside = { connectType: 'internal', direction: 'outbound' } as const;
  const base = { callee: taker, operator, result: 'answered' };
  const isOneWord = stage.make.habits.warmTransferWords === 'one';
  const [asking, taking] = isOneWord
    ? ['warm_transfer', 'warm_transfer']
    : ['warm_transfer_outgoing', 'warm_transfer_incoming'];
  return [
    stage.make.call({
      ...row,
      legs: [
        first,
        { ...base, ...consult, ...inside, caller: operator, event: asking, segment: 2 },
        { ...base, ...next, caller, event: taking, segment: 3 },
      ],
      parts: [
        took('from', from, 0, own, { direction: 'inbound', other: caller, transferred: true }),
        took('consulting', from, 1, consult, { direction: 'outbound', other: taker, transferred: null }),
        took('to', to, 2, next, { direction: 'inbound', other: caller }),
      ],
    }),
  ];
};

/** Nothing but `transfer_call_id` joins them, and nothing says who handed over. */
const warmInTwoRows: Story = (stage) => {
  const { colleague: from, colleaguePeer: to } = stage.cast;
  const times = timesAt(stage);
  const [own, consult, next] = [times(0, 8, 240), times(180, 185, 240), times(180, 185, 660)];
  const { row, first } = arriving(stage, from, annette, own, own);
  const call = stage.make.call({
    ...{ ...row, legs: [first] },
    parts: [took('from', from, 0, own, { direction: 'inbound', other: annette })],
  });
  const sides = { caller: colleague(stage, from), callee: colleague(stage, to) };
  const base = { ...sides, connectType: 'internal', transferCallId: call.callId } as const;
  const asked = stage.make.call({
    ...{ ...sides, ...next, direction: 'outbound', connectType: 'internal', result: 'connected' },
    legs: [
      { ...base, ...consult, event: 'outgoing', result: 'connected', segment: 1 },
      { ...base, ...next, event: 'incoming', result: 'answered', segment: 2, direction: 'inbound' },
    ],
    parts: [
      took('consulting', from, 0, consult, { direction: 'outbound', other: sides.callee }),
      took('to', to, 1, next, { direction: 'inbound', other: sides.caller }),
    ],
  });
  return [call, asked];
};

/** Nobody answers at one, and the call goes on to another. */
const forwarded: Story = (stage) => {
  const { colleague: from, colleaguePeer: to } = stage.cast;
  const times = timesAt(stage);
  const [own, next] = [times(0, null, 20), times(20, 26, 320)];
  const { row, first } = arriving(stage, from, supplier, times(0, 26, 320), own, 'no_answer');
  const [operator, taker] = [colleague(stage, from), colleague(stage, to)];
  const onwards = { caller: supplier, callee: taker, operator, event: 'forward', result: 'answered', segment: 2 };
  return [
    stage.make.call({
      ...{ ...row, legs: [first, { ...onwards, ...next }] },
      parts: [
        took('from', from, 0, own, { direction: 'inbound', other: supplier, transferred: null }),
        took('to', to, 1, next, { direction: 'inbound', other: supplier }),
      ],
    }),
  ];
};

/** Parked by one, picked up by another. */
const parked: Story = (stage) => {
  const [by, taker] = stage.cast.agents;
  const times = timesAt(stage);
  const [own, next] = [times(0, 5, 120), times(150, 150, 360)];
  const { row, first } = arriving(stage, by, sam, times(0, 5, 360), own);
  const operator = colleague(stage, by);
  const parking = { caller: sam, callee: operator, operator, event: 'park', result: 'succeeded', segment: 2 };
  const pickUp = {
    caller: sam,
    callee: colleague(stage, taker),
    event: 'park_pick_up',
    result: 'picked_up',
    segment: 3,
  };
  return [
    stage.make.call({
      ...{ ...row, legs: [first, { ...parking, ...times(120, null, 150) }, { ...pickUp, ...next }] },
      parts: [
        took('parkedBy', by, 0, own, { direction: 'inbound', other: sam, transferred: null }),
        took('pickedUpBy', taker, 2, next, { direction: 'inbound', other: sam }),
      ],
    }),
  ];
};

/** It rings at one, and a colleague of the group takes it at the own telephone. */
const pickedUp: Story = (stage) => {
  const [rung, by] = stage.cast.agents;
  const times = timesAt(stage);
  const [own, talk] = [times(0, null, 11), times(8, 11, 180)];
  const { row, first } = arriving(stage, rung, dentist, times(0, 11, 180), own, 'canceled');
  const taking = { caller: dentist, callee: colleague(stage, by), event: 'incoming', result: 'picked_up', segment: 2 };
  return [
    stage.make.call({
      ...{
        ...row,
        legs: [
          { ...first, resultReason: 'pickup_by_other' },
          { ...taking, ...talk },
        ],
      },
      parts: [
        took('rung', rung, 0, own, { direction: 'inbound', other: dentist }),
        took('by', by, 1, talk, { direction: 'inbound', other: dentist }),
      ],
    }),
  ];
};

export const transferStories = { directTransfer, warmTransfer, forwarded, parked, pickedUp } as const;
