import type { ExpectedPart, LogParty, RingCentralCompany, SimulatedRecord } from './model.js';
import { RecordMaker } from './record-maker.js';

/** A call as a test adds it. Whole seconds lie between its instants. */
export interface AddedCall {
  /** Whose call it is: an extension's id. */
  readonly extensionId: string;
  readonly direction: ExpectedPart['direction'];
  /** The other side, see {@link outside}; a colleague by the id, to whom it then goes. */
  readonly other: LogParty | string;
  readonly startedAt: Date;
  /** Null where nobody answered. */
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
  /** When the message of the caller can be seen; none where it is left out. */
  readonly messageAt?: Date;
  /** Two legs for one person: `Accept` and `FindMe`. */
  readonly doubled?: boolean;
}

/** The record of a call that is added by hand. */
export const addedRecord = (company: RingCentralCompany, number: number, call: AddedCall): SimulatedRecord => {
  const place = String(number).padStart(6, '0');
  const ids = { id: `A${place}`, sessionId: `79${place}0000`, telephonySessionId: `s-added${place}` };
  const make = new RecordMaker(company, () => ids);
  const times = {
    startedAt: call.startedAt.getTime(),
    answeredAt: call.answeredAt?.getTime() ?? null,
    endedAt: call.endedAt.getTime(),
  };
  const messageAt = call.messageAt?.getTime() ?? null;
  const { other, direction, extensionId, doubled } = call;
  if (typeof other === 'string') return make.internal(extensionId, other, times, { messageAt });
  if (direction === 'outbound') return make.outbound(extensionId, other, times);
  return make.inbound(extensionId, other, times, { messageAt, doubled });
};
