import { took } from './call-maker.js';
import { outsiders, withheld } from './parties.js';
import { inboundCall, internalCall, outboundCall } from './plain-calls.js';
import { atTheNumber, colleague, group, timesAt } from './stage.js';
import type { Story } from './stage.js';

const { annette, sam, supplier, dentist, nameless } = outsiders;

/** Two hours and twenty minutes. */
const longCall: Story = (stage) => [outboundCall(stage.make, stage.cast.desk, supplier, timesAt(stage)(0, 30, 8430))];

/** The caller adds somebody: two talks of one person that overlap, in two rows or in one. */
const addedParticipant: Story = (stage) => {
  const [times, who] = [timesAt(stage), stage.cast.caller];
  const [first, added] = [times(0, 10, 610), times(360, 370, 910)];
  if (stage.make.habits.addedParticipants === 'two rows') {
    const row = outboundCall(stage.make, who, annette, first, { role: 'first' });
    return [row, outboundCall(stage.make, who, sam, added, { role: 'added', callId: row.callId })];
  }
  const caller = atTheNumber(stage, who);
  const base = { caller, event: 'outgoing', result: 'connected' };
  const merging = { caller, callee: sam, operator: caller, event: 'merge', result: 'succeeded', segment: 3 };
  return [
    stage.make.call({
      ...{ ...times(0, 10, 910), caller, callee: annette, result: 'connected' },
      ...{ direction: 'outbound', connectType: 'external' },
      legs: [
        { ...base, ...first, callee: annette, segment: 1 },
        { ...base, ...added, callee: sam, segment: 2 },
        { ...merging, ...times(380, null, 910) },
      ],
      parts: [
        took('first', who, 0, first, { direction: 'outbound', other: annette }),
        took('added', who, 1, added, { direction: 'outbound', other: sam }),
      ],
    }),
  ];
};

/** A message for a colleague. Every other time the sender's leg shows the mailbox as an answer. */
const internalMessage: Story = (stage) => {
  const { voicemailSender, voicemailReceiver } = stage.cast;
  const hearsAnswer = (stage.from / 86_400_000) % 2 >= 1;
  return internalCall(stage.make, voicemailSender, voicemailReceiver, timesAt(stage)(0, null, 65), {
    message: { answeredAt: hearsAnswer ? stage.from + 20_000 : null },
  });
};

const customersMessage: Story = (stage) => [
  inboundCall(stage.make, stage.cast.voicemailReceiver, sam, timesAt(stage)(0, null, 70), { message: true }),
];

/** Somebody reaches a mailbox outside: it cannot be told from talk. */
const mailboxOutside: Story = (stage) => [
  outboundCall(stage.make, stage.cast.colleague, dentist, timesAt(stage)(0, 20, 55)),
];

const colleagues: Story = (stage) =>
  internalCall(stage.make, stage.cast.colleague, stage.cast.colleaguePeer, timesAt(stage)(0, 8, 720));

const missed: Story = (stage) => [
  inboundCall(stage.make, stage.cast.voicemailSender, sam, timesAt(stage)(0, null, 40), { result: 'hang_up' }),
];

const unanswered: Story = (stage) => [
  outboundCall(stage.make, stage.cast.colleaguePeer, supplier, timesAt(stage)(0, null, 45), { result: 'canceled' }),
];

/** Half a minute of ringing, ten minutes before midnight and twenty after, where the day has it at 23:49:30. */
const acrossMidnight: Story = (stage) => [
  outboundCall(stage.make, stage.cast.nightDesk, nameless, timesAt(stage)(0, 30, 1830)),
];

const anonymous: Story = (stage) => [
  inboundCall(stage.make, stage.cast.agents[0], withheld, timesAt(stage)(0, 9, 240), { recorded: true }),
];

/** A supervisor listens, whispers and breaks in: that is no part in the call. */
const monitored: Story = (stage) => {
  const [times, [, , agent]] = [timesAt(stage), stage.cast.agents];
  const talk = times(0, 7, 480);
  const sides = { caller: supplier, callee: atTheNumber(stage, agent) };
  const operator = colleague(stage, stage.cast.supervisor);
  const listening = ['monitor', 'whisper', 'barge'].map((event, place) => ({
    ...times(120 + 60 * place, 121 + 60 * place, 180 + 60 * place),
    ...{ event, result: 'connected', segment: 2 + place, connectType: 'internal' as const },
    ...{ caller: operator, callee: colleague(stage, agent), operator },
  }));
  const row = { ...talk, ...sides, result: 'answered' };
  return [
    stage.make.call({
      ...{ ...row, direction: 'inbound', connectType: 'external' },
      legs: [{ ...row, event: 'incoming', segment: 1 }, ...listening],
      parts: [took('agent', agent, 0, talk, { direction: 'inbound', other: supplier })],
    }),
  ];
};

/** Words that no list has: no talk where no answer is told. */
const unknownWords: Story = (stage) => {
  const [times, who] = [timesAt(stage)(0, null, 60), stage.cast.agents[0]];
  const sides = { caller: sam, callee: atTheNumber(stage, who) };
  const base = { ...times, ...sides, result: 'taken_by_assistant' };
  return [
    stage.make.call({
      ...{ ...base, direction: 'inbound', connectType: 'external' },
      legs: [
        { ...base, event: 'incoming', segment: 1 },
        { ...base, callee: group(stage, stage.cast.menu), event: 'assistant_screening', segment: 2 },
      ],
      parts: [took('callee', who, 0, times, { direction: 'inbound', other: sam })],
    }),
  ];
};

export const plainStories = {
  longCall,
  addedParticipant,
  internalMessage,
  customersMessage,
  mailboxOutside,
  colleagues,
  missed,
  unanswered,
  acrossMidnight,
  anonymous,
  monitored,
  unknownWords,
} as const;
