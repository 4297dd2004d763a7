import { hashOf } from 'prodoscore-phone-systems/testing';
import type { CallIds } from './call-ids.js';
import { userOf } from './people.js';
import type { TeamsPhoneHabits } from './habits.js';
import type {
  SimulatedCall,
  SimulatedEnd,
  SimulatedPart,
  SimulatedRow,
  SimulatedSession,
  SimulatedUser,
  TeamsCompany,
} from './model.js';
import type { LogDelays } from './options.js';

/** When a call began, was answered and ended, in milliseconds since the epoch. Whole seconds lie between them. */
export interface CallTimes {
  readonly startedAt: number;
  /** Null where nobody answered. */
  readonly answeredAt: number | null;
  readonly endedAt: number;
}

/** How calls are written down. */
export interface CallWriting {
  readonly habits: TeamsPhoneHabits;
  readonly delays: LogDelays;
}

export type SessionDraft = Pick<SimulatedSession, 'caller' | 'callee' | 'startedAt' | 'endedAt'> &
  Partial<SimulatedSession>;

/** A part names its session by its place in the draft. */
export type PartDraft = Omit<SimulatedPart, 'sessionId' | 'groupId' | 'transferred'> &
  Partial<SimulatedPart> & { readonly session: number };

export type RowDraft = Omit<SimulatedRow, 'id' | 'listedAt'>;

/** A call, before it has ids. */
export type CallDraft = Pick<SimulatedCall, 'type' | 'startedAt' | 'endedAt' | 'organizer'> &
  Partial<Pick<SimulatedCall, 'modalities' | 'joinWebUrl' | 'gone'>> & {
    readonly sessions: readonly SessionDraft[];
    readonly parts: readonly PartDraft[];
    readonly rows?: readonly RowDraft[];
    /** Of each version the sessions that it has; one with all of them where this is left out. */
    readonly versions?: readonly (readonly number[])[];
  };

const AUDIO = ['audio'];

/** Makes calls of one company: what really was (`parts`), and the sessions and rows in which Microsoft tells it. */
export class CallMaker {
  constructor(
    readonly company: TeamsCompany,
    readonly writing: CallWriting,
    private readonly nextIds: () => CallIds,
  ) {}

  /** A call with its ids, and with the instants at which the logs tell of it. */
  of(draft: CallDraft): SimulatedCall {
    const ids = this.nextIds();
    const {
      modalities = AUDIO,
      joinWebUrl = null,
      versions = [[...draft.sessions.keys()]],
      rows = [],
      ...rest
    } = draft;
    const { firstVersionMinutes, nextVersionMinutes, rowHours } = this.writing.delays;
    let at = draft.endedAt;
    return {
      ...rest,
      id: ids.call,
      ...{ modalities, joinWebUrl },
      sessions: draft.sessions.map((session, place) => ({
        ...{ answeredAt: null, failure: null, modalities, isTest: false },
        ...session,
        id: ids.session(place),
      })),
      parts: draft.parts.map(({ session, ...part }) => ({
        ...{ groupId: null, transferred: false, ...part },
        sessionId: ids.session(session),
      })),
      rows: rows.map((row, place) => {
        const id = ids.row(place);
        return { ...row, id, listedAt: draft.endedAt + within(rowHours, 3_600_000, id) };
      }),
      versions: versions.map((places, place) => {
        at += within(place === 0 ? firstVersionMinutes : nextVersionMinutes, 60_000, `${ids.call} ${place}`);
        return { at, sessionIds: places.map((one) => ids.session(one)) };
      }),
    };
  }

  /** Between a person and somebody outside: one session, as a call of two or as a group call of one. */
  outside(
    userId: string,
    direction: 'inbound' | 'outbound',
    number: string,
    times: CallTimes,
    type: SimulatedCall['type'] = 'peerToPeer',
  ): SimulatedCall {
    const [person, phone] = [{ kind: 'user', userId } as const, { kind: 'phone', number } as const];
    const [caller, callee] = direction === 'outbound' ? [person, phone] : [phone, person];
    return this.of({
      ...{ type, organizer: caller, startedAt: times.startedAt, endedAt: times.endedAt },
      sessions: [{ caller, callee, ...this.spanOf(times, type) }],
      parts: [partOf(0, userId, direction, number === '' ? null : number, times)],
      rows: this.rowsOf(userId, direction === 'inbound' ? 'user_in' : 'user_out', number, times),
    });
  }

  /** Between two colleagues. */
  internal(callerId: string, calleeId: string, times: CallTimes, more: Partial<CallDraft> = {}): SimulatedCall {
    const caller: SimulatedEnd = { kind: 'user', userId: callerId };
    const callee: SimulatedEnd = { kind: 'user', userId: calleeId };
    return this.of({
      ...{ type: 'peerToPeer', organizer: caller, startedAt: times.startedAt, endedAt: times.endedAt },
      sessions: [{ caller, callee, ...this.spanOf(times, 'peerToPeer') }],
      parts: [partOf(0, callerId, 'outbound', calleeId, times), partOf(0, calleeId, 'inbound', callerId, times)],
      ...more,
    });
  }

  /** A message: the person is rung in vain, and the caller talks to the mailbox. */
  message(caller: SimulatedEnd, receiverId: string, times: CallTimes & { readonly mailboxAt: number }): SimulatedCall {
    const { startedAt, endedAt, mailboxAt } = times;
    const from = caller.kind === 'user' ? caller.userId : caller.kind === 'phone' ? caller.number || null : null;
    const [none, talk] = [
      { startedAt, answeredAt: null, endedAt: startedAt },
      { startedAt: mailboxAt, answeredAt: mailboxAt, endedAt },
    ];
    return this.of({
      ...{ type: 'groupCall', organizer: caller, startedAt, endedAt },
      sessions: [
        { caller, callee: { kind: 'user', userId: receiverId }, startedAt, endedAt: startedAt },
        {
          caller,
          callee: { kind: 'service', role: 'voicemail' },
          startedAt: mailboxAt,
          endedAt,
          answeredAt: mailboxAt,
        },
      ],
      parts: [
        { ...partOf(0, receiverId, 'inbound', from, none), outcome: 'voicemail' },
        ...(caller.kind === 'user'
          ? [partOf(0, caller.userId, 'outbound', receiverId, none), partOf(1, caller.userId, 'outbound', null, talk)]
          : []),
      ],
    });
  }

  /** The row of a leg: answered ones, and over an SBC those that failed, too. */
  rowsOf(userId: string, callType: string, number: string, { startedAt, answeredAt, endedAt }: CallTimes) {
    const user = this.user(userId);
    const { line } = user;
    if (answeredAt === null && line !== 'directRouting') return [];
    const [own, far] = [user.telephoneNumbers[0] ?? '', number === '' ? 'anonymous' : number];
    const [callerNumber, calleeNumber] = callType.includes('_in') ? [far, own] : [own, far];
    // Over Microsoft's lines a row begins when the call was answered.
    const began = line === 'directRouting' ? startedAt : (answeredAt ?? startedAt);
    return [{ callType, line, userId, startedAt: began, answeredAt, endedAt, callerNumber, calleeNumber }];
  }

  /** @throws Error when nobody has that id */
  user(id: string): SimulatedUser {
    return userOf(this.company, id);
  }

  /** How long a session lasts: in group calls from when somebody took it, and no time where nobody did. */
  spanOf({ startedAt, answeredAt, endedAt }: CallTimes, type: SimulatedCall['type']) {
    if (type === 'groupCall') {
      return { startedAt: answeredAt ?? startedAt, endedAt: answeredAt === null ? startedAt : endedAt, answeredAt };
    }
    return { startedAt, endedAt, answeredAt, failure: answeredAt === null ? 'The call was not answered.' : null };
  }
}

/** Somebody's part: answered, or not. */
export const partOf = (
  session: number,
  userId: string,
  direction: SimulatedPart['direction'],
  other: string | null,
  { answeredAt, endedAt }: CallTimes,
): PartDraft => ({
  ...{ session, userId, direction, other, answeredAt, endedAt },
  outcome: answeredAt !== null ? 'answered' : direction === 'inbound' ? 'missed' : 'unanswered',
});

/** Always the same instant for the same name. */
const within = ([low, high]: readonly [number, number], unitMs: number, name: string): number =>
  Math.round(low * unitMs + ((hashOf(name) % 1000) * ((high - low) * unitMs)) / 1000);
