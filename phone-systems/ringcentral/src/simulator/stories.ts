import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import type { RingCentralCast } from './model.js';
import { oddStories } from './odd-stories.js';
import { atTheLine, extensionOf, inside, outsiders } from './parties.js';
import { legOf, partOf } from './record-maker.js';
import type { RecordMaker } from './record-maker.js';
import { together, told } from './told.js';
import type { Clock, ToldStory } from './told.js';

const { annette, sam, supplier, dentist } = outsiders;

/**
 * What every day of a company with a cast tells, on its own wall clock, weekends included. Nobody in a story is on
 * another call meanwhile.
 */
export const storiesOf = (make: RecordMaker, cast: RingCentralCast, day: CompanyDay) => {
  const { company } = make;
  const clock: Clock = (startedAt, answeredAt, endedAt) => ({
    startedAt: day.at(startedAt),
    answeredAt: answeredAt === null ? null : day.at(answeredAt),
    endedAt: day.at(endedAt),
  });
  const who = (id: string) => extensionOf(company, id);

  /** Two hours and twenty minutes: in progress for long. */
  const longCall = told(make.outbound(cast.desk, supplier, clock('09:00', '09:00:30', '11:20:30')), 'call');

  /** The caller adds somebody: each participant has a record of its own. On odd days nothing joins them. */
  const addedParticipant = (): ToldStory => {
    const first = make.outbound(cast.caller, annette, clock('09:59:50', '10:00', '10:10'));
    const added = make.outbound(cast.caller, sam, clock('10:05:50', '10:06', '10:15'), { action: 'Conference Call' });
    const joined = day.number % 2 === 0 ? { sessionId: first.sessionId } : {};
    const legs = added.legs.map((leg) => ({ ...leg, legType: 'ConferenceCall' }));
    return together(told(first, 'first'), told({ ...added, ...joined, legs }, 'added'));
  };

  /** A message for a colleague: the sender talked to the mailbox; the receiver has missed it until the message is there. */
  const voicemail = told(
    make.internal(cast.voicemailSender, cast.voicemailReceiver, clock('11:30', null, '11:31:05'), {
      mailboxAt: day.at('11:30:20'),
      messageAt: day.at('11:33:05'),
    }),
    'sent',
    'received',
  );

  /** Two minutes into the mailbox of somebody whom a customer wanted. */
  const customersMessage = told(
    make.inbound(cast.voicemailReceiver, sam, clock('11:40', null, '11:41:10'), { messageAt: day.at('11:41:40') }),
    'received',
  );

  /** A queue rings three telephones: one is answered, two were answered elsewhere. The queue's leg names no person. */
  const queueCall = (): ToldStory => {
    const [times, queue] = [clock('12:00', '12:00:12', '12:06'), who(cast.queue)];
    const to = { phoneNumber: queue.phoneNumbers[0] ?? company.mainNumber, ...inside(queue) };
    const base = { action: 'Phone Call', direction: 'Inbound', from: dentist } as const;
    const [second, first, third] = cast.agents;
    const rung = clock('12:00:05', null, '12:00:12');
    const talk = clock('12:00:12', '12:00:12', '12:06');
    const agent = (id: string, answers: boolean) => ({
      ...legOf(answers ? talk : rung, {
        ...base,
        legType: 'Hunting',
        result: answers ? 'Accepted' : 'Answered Elsewhere',
        to: inside(who(id)),
      }),
      extensionId: id,
    });
    const part = (id: string, answers: boolean) => ({
      ...partOf(id, 'inbound', answers ? talk : rung),
      groupId: cast.queue,
    });
    return told(
      make.of({
        ...{ ...base, result: 'Accepted', to, extensionId: cast.queue },
        ...{ startedAt: times.startedAt, endedAt: times.endedAt, recorded: true },
        legs: [
          {
            ...legOf(times, { ...base, legType: 'Accept', result: 'Accepted', to }),
            master: true,
            extensionId: cast.queue,
          },
          agent(first, true),
          agent(second, false),
          agent(third, false),
        ],
        parts: [part(first, true), part(second, false), part(third, false)],
      }),
      'answered',
      'rung',
      'alsoRung',
    );
  };

  const colleagues = told(
    make.internal(cast.colleague, cast.colleaguePeer, clock('13:00', '13:00:08', '13:12')),
    'caller',
    'callee',
  );

  /** Handed over without a word: one record, whose legs follow each other. */
  const transfer = (): ToldStory => {
    const [first, second] = [cast.colleague, cast.colleaguePeer];
    const whole = clock('15:30', '15:30:10', '15:41');
    const own = clock('15:30:10', '15:30:10', '15:33:10');
    const next = clock('15:33:12', '15:33:12', '15:41');
    const base = { action: 'Phone Call', result: 'Accepted', direction: 'Inbound', from: dentist } as const;
    const to = atTheLine(company, who(first));
    return told(
      make.of({
        ...{ ...base, to, extensionId: first, startedAt: whole.startedAt, endedAt: whole.endedAt },
        legs: [
          { ...legOf(whole, { ...base, legType: 'Accept', to }), master: true },
          { ...legOf(own, { ...base, action: 'Transfer', legType: 'TransferCall', to }), extensionId: first },
          { ...legOf(next, { ...base, legType: 'Accept', to: inside(who(second)) }), extensionId: second },
        ],
        parts: [{ ...partOf(first, 'inbound', own), transferred: true }, partOf(second, 'inbound', next)],
      }),
      'from',
      'to',
    );
  };

  /** Asked first, then handed over: two records that name each other's telephony session. */
  const warmTransfer = (): ToldStory => {
    const [first, second] = [cast.colleague, cast.colleaguePeer];
    const call = make.inbound(first, annette, clock('15:45', '15:45:08', '15:49'));
    const consult = make.internal(first, second, clock('15:48', '15:48:05', '15:49'));
    const onwards = clock('15:48', '15:48:05', '15:56');
    const [asking, asked] = [consult.legs[0], consult.legs[1]];
    const [asker, talker] = consult.parts;
    if (asking === undefined || asked === undefined || asker === undefined || talker === undefined) throw new Error();
    return together(
      told(
        {
          ...call,
          transferTarget: consult.telephonySessionId,
          parts: call.parts.map((part) => ({ ...part, transferred: true })),
        },
        'from',
      ),
      told(
        {
          ...consult,
          transferee: call.telephonySessionId,
          endedAt: onwards.endedAt,
          legs: [
            { ...asking, master: true },
            { ...asked, endedAt: onwards.endedAt },
          ],
          parts: [asker, { ...talker, endedAt: onwards.endedAt }],
        },
        'consulting',
        'to',
      ),
    );
  };

  const missed = told(make.inbound(cast.voicemailSender, sam, clock('16:00', null, '16:00:40')), 'call');
  const unanswered = told(make.outbound(cast.colleaguePeer, supplier, clock('16:30', null, '16:30:45')), 'call');

  /** Ten minutes before midnight, twenty after. */
  const acrossMidnight = told(
    make.outbound(cast.nightDesk, supplier, {
      startedAt: day.at('23:49:30'),
      answeredAt: day.at('23:50'),
      endedAt: day.to + 20 * 60_000,
    }),
    'call',
  );

  return {
    longCall,
    addedParticipant: addedParticipant(),
    voicemail,
    customersMessage,
    queueCall: queueCall(),
    colleagues,
    transfer: transfer(),
    warmTransfer: warmTransfer(),
    missed,
    unanswered,
    acrossMidnight,
    ...oddStories(make, cast, clock),
  } satisfies Record<string, ToldStory>;
};

/** Every story of a day by name, each person's part in it by role. */
export type DayStories = Readonly<Record<keyof ReturnType<typeof storiesOf>, ToldStory['parts']>>;
