import type { CallMaker } from './call-maker.js';
import type { SimulatedCall } from './model.js';

/** A call as a test adds it. Whole seconds lie between its instants. */
export interface AddedCall {
  /** Whose call it is: a user's id. */
  readonly userId: string;
  readonly direction: 'inbound' | 'outbound';
  /** The other side: a number (E.164; empty where it is withheld), or a colleague's id. */
  readonly other: string;
  readonly startedAt: Date;
  /** Null where nobody answered. */
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
  /** From when on the caller talked to the mailbox of the one who was rung; none where it is left out. */
  readonly mailboxAt?: Date;
  /** `peerToPeer` unless given. */
  readonly type?: SimulatedCall['type'];
}

/** A call that is added by hand. */
export const addedCall = (make: CallMaker, call: AddedCall): SimulatedCall => {
  const { userId, direction, other, type, mailboxAt } = call;
  const times = {
    startedAt: call.startedAt.getTime(),
    answeredAt: call.answeredAt?.getTime() ?? null,
    endedAt: call.endedAt.getTime(),
  };
  const isOutside = other === '' || other.startsWith('+');
  const [caller, callee] = direction === 'outbound' ? [userId, other] : [other, userId];
  if (mailboxAt !== undefined) {
    const from = isOutside ? ({ kind: 'phone', number: caller } as const) : ({ kind: 'user', userId: caller } as const);
    return make.message(from, callee, { ...times, mailboxAt: mailboxAt.getTime() });
  }
  return isOutside ? make.outside(userId, direction, other, times, type) : make.internal(caller, callee, times);
};
