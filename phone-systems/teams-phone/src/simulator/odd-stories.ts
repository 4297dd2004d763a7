import { partOf } from './call-maker.js';
import type { SimulatedEnd } from './model.js';
import { outsiders } from './outsiders.js';
import { told } from './told.js';
import type { Story } from './told.js';

const { annette, sam, harbor, supplier } = outsiders;

const user = (userId: string): SimulatedEnd => ({ kind: 'user', userId });
const phone = (number: string): SimulatedEnd => ({ kind: 'phone', number });
const SERVICE: SimulatedEnd = { kind: 'service', role: 'unknown' };

const lasting = (startedAt: number, endedAt: number) => ({ startedAt, answeredAt: startedAt, endedAt });

/** Handed over to a colleague: one record, whose sessions follow each other. */
const transfer: Story = ({ make, cast, at }) => {
  const [first, second] = [cast.colleague, cast.colleaguePeer];
  const [own, next] = [lasting(at(0), at(3)), lasting(at(3), at(6))];
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone(annette), startedAt: at(0), endedAt: at(6) },
    sessions: [
      { caller: phone(annette), callee: user(first), ...own },
      { caller: phone(annette), callee: user(second), ...next },
    ],
    parts: [
      { ...partOf(0, first, 'inbound', annette, own), transferred: true },
      partOf(1, second, 'inbound', annette, next),
    ],
    rows: make.rowsOf(first, 'user_in', annette, own),
  });
  return told(make, call, 'from', 'to');
};

/** Handed over to somebody outside: the row of the way out names the person, and the talk is others'. */
const transferOut: Story = ({ make, cast, at }) => {
  const userId = cast.colleague;
  const [own, next] = [lasting(at(0), at(2)), lasting(at(2, 10), at(8))];
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone(sam), startedAt: at(0), endedAt: at(8) },
    sessions: [
      { caller: phone(sam), callee: user(userId), ...own },
      { caller: phone(sam), callee: phone(supplier), ...next },
    ],
    parts: [{ ...partOf(0, userId, 'inbound', sam, own), transferred: true }],
    rows: [...make.rowsOf(userId, 'user_in', sam, own), ...make.rowsOf(userId, 'user_out_transfer', supplier, next)],
  });
  return told(make, call, 'from');
};

/** Forwarded to a mobile: the person was rung, and the talk is the mobile's. */
const forwarded: Story = ({ make, cast, at }) => {
  const userId = cast.voicemailSender;
  const next = lasting(at(0, 20), at(5));
  const rung = { startedAt: at(0), answeredAt: null, endedAt: at(0) };
  const call = make.of({
    ...{ type: 'groupCall', organizer: phone(sam), startedAt: at(0), endedAt: at(5) },
    sessions: [
      { caller: phone(sam), callee: user(userId), ...rung },
      { caller: phone(sam), callee: phone(harbor), ...next },
    ],
    parts: [partOf(0, userId, 'inbound', sam, rung)],
    rows: make.rowsOf(userId, 'user_out_forwarding', harbor, next),
  });
  return told(make, call, 'call');
};

/** A meeting with somebody who dialled in: no call, and its row is none either. */
const meeting: Story = ({ make, cast, at }) => {
  const whole = lasting(at(0), at(25));
  const call = make.of({
    ...{ type: 'groupCall', organizer: user(cast.caller), startedAt: at(0), endedAt: at(25) },
    modalities: ['audio', 'video', 'screenSharing'],
    joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/made-up',
    sessions: [
      ...[cast.caller, cast.voicemailReceiver].map((userId) => ({ caller: user(userId), callee: SERVICE, ...whole })),
      { caller: phone(annette), callee: { kind: 'service', role: 'conferencingAttendant' }, ...whole },
    ],
    parts: [],
    rows: make.rowsOf(cast.caller, 'conf_in', annette, whole).map((row) => ({ ...row, line: 'callingPlan' as const })),
  });
  return told(make, call);
};

/** Two colleagues with video: not shown. */
const videoCall: Story = ({ make, cast, at }) =>
  told(
    make,
    make.internal(
      cast.colleague,
      cast.colleaguePeer,
      { startedAt: at(0), answeredAt: at(0, 5), endedAt: at(15) },
      {
        ...{ modalities: ['audio', 'video'], parts: [] },
      },
    ),
  );

/** Somebody tries the microphone. */
const testCall: Story = ({ make, cast, at }) => {
  const times = lasting(at(0), at(0, 30));
  const call = make.of({
    ...{ type: 'peerToPeer', organizer: user(cast.desk), startedAt: at(0), endedAt: at(0, 30) },
    sessions: [{ caller: user(cast.desk), callee: SERVICE, ...times, isTest: true }],
    parts: [],
  });
  return told(make, call);
};

/** A call of two whose record has no session: nobody can know who it was. */
const emptyRecord: Story = ({ make, cast, at }) =>
  told(
    make,
    make.internal(
      cast.colleague,
      cast.colleaguePeer,
      { startedAt: at(0), answeredAt: at(0, 5), endedAt: at(3) },
      {
        ...{ versions: [[]], parts: [] },
      },
    ),
  );

/** A call that the call records never had: its row comes a day later. */
const rowOnly: Story = ({ make, cast, at }) => {
  const userId = cast.caller;
  const times = { startedAt: at(0), answeredAt: at(0, 12), endedAt: at(5) };
  const call = make.of({
    ...{ type: 'peerToPeer', organizer: user(userId), startedAt: at(0), endedAt: at(5) },
    ...{ sessions: [], parts: [], versions: [] },
    rows: make.rowsOf(userId, 'user_out', harbor, times),
  });
  return told(make, call, 'call');
};

/** Listed and announced, and gone when it is read. */
const announcedAndGone: Story = ({ make, cast, at }) =>
  told(
    make,
    make.internal(
      cast.colleague,
      cast.desk,
      { startedAt: at(0), answeredAt: at(0, 5), endedAt: at(2) },
      {
        ...{ parts: [], gone: 'detail' },
      },
    ),
  );

export const oddStories = {
  transfer,
  transferOut,
  forwarded,
  meeting,
  videoCall,
  testCall,
  emptyRecord,
  rowOnly,
  announcedAndGone,
};
