import { partOf } from './call-maker.js';
import { federated, outsiders, WITHHELD } from './outsiders.js';
import { told, together } from './told.js';
import type { Story } from './told.js';

const { annette, sam, supplier, dentist, harbor } = outsiders;

const talk = (startedAt: number, answeredAt: number | null, endedAt: number) => ({ startedAt, answeredAt, endedAt });

/** Two hours and twenty minutes over one line. */
const longCall: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.desk, 'outbound', supplier, talk(at(0), at(0, 30), at(140, 30))), 'call');

/** A call of two that a third joins: a group call follows, in a record of its own or in the same one. */
const addedParticipant: Story = ({ make, cast, at }) => {
  const [first, second, third] = [cast.caller, cast.colleague, cast.colleaguePeer];
  const joined = [first, second, third].map((userId) => ({
    ...{ caller: { kind: 'user', userId } as const, callee: { kind: 'service', role: 'unknown' } as const },
    ...talk(at(6), at(6), at(15)),
  }));
  const two = talk(at(0), at(0, 10), at(10));
  const directionOf = (userId: string) => (userId === first ? 'outbound' : 'inbound');
  const parts = (from: number) =>
    [first, second, third].map((userId, place) =>
      partOf(from + place, userId, directionOf(userId), null, talk(at(6), at(6), at(15))),
    );
  const organizer = { kind: 'user', userId: first } as const;
  const roles = ['group', 'groupSecond', 'groupThird'];
  if (make.writing.habits.grownCalls === 'another record') {
    return together(
      told(make, make.internal(first, second, two), 'first', 'second'),
      told(
        make,
        make.of({
          ...{ type: 'groupCall', organizer, startedAt: at(6), endedAt: at(15) },
          ...{ sessions: joined, parts: parts(0) },
        }),
        ...roles,
      ),
    );
  }
  const callee = { kind: 'user', userId: second } as const;
  const whole = make.of({
    ...{ type: 'groupCall', organizer, startedAt: at(0), endedAt: at(15) },
    sessions: [{ caller: organizer, callee, ...make.spanOf(two, 'groupCall') }, ...joined],
    parts: [partOf(0, first, 'outbound', second, two), partOf(0, second, 'inbound', first, two), ...parts(1)],
  });
  return told(make, whole, 'first', 'second', ...roles);
};

/** Somebody outside is dialled into a call: the row of that is of no talk of its own. */
const addedByTelephone: Story = ({ make, cast, at }) => {
  const userId = cast.caller;
  const [times, second] = [talk(at(0), at(0), at(12)), talk(at(5), at(5), at(12))];
  const me = { kind: 'user', userId } as const;
  const service = { kind: 'service', role: 'unknown' } as const;
  const phone = (number: string) => ({ kind: 'phone', number }) as const;
  const call = make.of({
    ...{ type: 'groupCall', organizer: me, startedAt: at(0), endedAt: at(12) },
    sessions: [
      { caller: me, callee: service, ...times },
      { caller: phone(annette), callee: service, ...times },
      { caller: phone(harbor), callee: service, ...second },
    ],
    parts: [partOf(0, userId, 'outbound', annette, times)],
    rows: [...make.rowsOf(userId, 'user_out', annette, times), ...make.rowsOf(userId, 'user_out_conf', harbor, second)],
  });
  return told(make, call, 'call');
};

/** A message for a colleague: the sender talked to the mailbox, and the receiver has a message. */
const voicemail: Story = ({ make, cast, at }) =>
  told(
    make,
    make.message({ kind: 'user', userId: cast.voicemailSender }, cast.voicemailReceiver, {
      ...talk(at(0), null, at(1, 5)),
      mailboxAt: at(0, 20),
    }),
    'received',
    'rang',
    'sent',
  );

/** A message from a customer. */
const customersMessage: Story = ({ make, cast, at }) =>
  told(
    make,
    make.message({ kind: 'phone', number: sam }, cast.voicemailReceiver, {
      ...talk(at(0), null, at(1, 10)),
      mailboxAt: at(0, 25),
    }),
    'received',
  );

/** Colleagues. */
const colleagues: Story = ({ make, cast, at }) =>
  told(make, make.internal(cast.colleague, cast.colleaguePeer, talk(at(0), at(0, 8), at(12))), 'caller', 'callee');

const missed: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.voicemailSender, 'inbound', sam, talk(at(0), null, at(0, 40))), 'call');

const missedByColleague: Story = ({ make, cast, at }) =>
  told(make, make.internal(cast.colleague, cast.desk, talk(at(0), null, at(0, 35))), 'caller', 'callee');

/** Over the customer's own SBC: a row tells of it, too. */
const unanswered: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.colleague, 'outbound', supplier, talk(at(0), null, at(0, 45))), 'call');

/** It rang for fifty seconds: the row begins long after the call. */
const longRinging: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.desk, 'outbound', dentist, talk(at(0), at(0, 50), at(9))), 'call');

/** The number was withheld. */
const anonymous: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.agents[0], 'inbound', WITHHELD, talk(at(0), at(0, 9), at(4))), 'call');

/** Somebody of another tenant calls by Teams. */
const fromAnotherTenant: Story = ({ make, cast, at }) => {
  const userId = cast.desk;
  const times = talk(at(0), at(0, 6), at(7));
  const call = make.of({
    ...{ type: 'peerToPeer', organizer: federated, startedAt: at(0), endedAt: at(7) },
    sessions: [{ caller: federated, callee: { kind: 'user', userId }, ...make.spanOf(times, 'peerToPeer') }],
    parts: [partOf(0, userId, 'inbound', federated.userId, times)],
  });
  return told(make, call, 'call');
};

/** Over midnight: thirty minutes, the smaller part of them before it. */
const acrossMidnight: Story = ({ make, cast, at }) =>
  told(make, make.outside(cast.nightDesk, 'outbound', supplier, talk(at(0), at(0, 30), at(30, 30))), 'call');

export const plainStories = {
  longCall,
  addedParticipant,
  addedByTelephone,
  voicemail,
  customersMessage,
  colleagues,
  missed,
  missedByColleague,
  unanswered,
  longRinging,
  anonymous,
  fromAnotherTenant,
  acrossMidnight,
};
