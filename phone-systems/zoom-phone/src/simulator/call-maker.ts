import { legIdOf } from './call-ids.js';
import type { CallIds } from './call-ids.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { CallParty, SimulatedCall, SimulatedLeg, SimulatedPart, ZoomCompany } from './model.js';
import { userOf } from './parties.js';

/** When a call or a leg began, was answered and ended, in milliseconds since the epoch, on whole seconds. */
export interface CallTimes {
  readonly startedAt: number;
  /** Null where nobody answered. */
  readonly answeredAt: number | null;
  readonly endedAt: number;
}

/** A leg without its ids; of one whole call unless it says something else. */
export type LegDraft = Omit<SimulatedLeg, 'id' | 'callId' | 'direction' | 'connectType' | 'node' | keyof CallTimes> &
  CallTimes &
  Partial<Pick<SimulatedLeg, 'direction' | 'connectType' | 'node'>> & {
    /** Behind the `call_id`. */
    readonly suffix?: string;
  };

/** What somebody did, told by the how-manieth leg. */
export type PartDraft = Omit<
  SimulatedPart,
  'extensionId' | 'toldBy' | 'voicemail' | 'groupId' | 'transferred' | 'other'
> &
  Partial<Pick<SimulatedPart, 'voicemail' | 'groupId' | 'transferred'>> & {
    readonly other: CallParty;
    readonly leg: number;
  };

/** A call without its ids. */
export type CallDraft = Pick<SimulatedCall, 'direction' | 'connectType' | 'result' | 'caller' | 'callee'> &
  CallTimes & {
    readonly legs: readonly LegDraft[];
    readonly parts: readonly PartDraft[];
    readonly recorded?: boolean;
    /** Shared with another row. */
    readonly callId?: string;
  };

/** Makes calls of one company in Zoom's own way: what people really did (`parts`), and the legs that tell it. */
export class CallMaker {
  constructor(
    readonly company: ZoomCompany,
    readonly habits: ZoomPhoneHabits,
    private readonly nextIds: (startedAt: number) => CallIds,
  ) {}

  call(draft: CallDraft): SimulatedCall {
    const { parts, legs, recorded = false, ...row } = draft;
    const { uuid, callId } = {
      ...this.nextIds(row.startedAt),
      ...(draft.callId !== undefined && { callId: draft.callId }),
    };
    const idOf = (place: number): string => legIdOf(row.startedAt, uuid, place);
    return {
      ...row,
      uuid,
      callId,
      recorded,
      legs: legs.map(({ suffix = '', ...leg }, place) => ({
        ...{ direction: row.direction, connectType: row.connectType, node: 1 },
        ...leg,
        id: idOf(place),
        callId: `${callId}${this.habits.suffixesTransferredCallIds ? suffix : ''}`,
      })),
      parts: parts.map(({ leg, other, ...part }) => ({
        ...{ voicemail: false, groupId: null, transferred: false },
        ...part,
        extensionId: part.userId === null ? null : userOf(this.company, part.userId).extensionId,
        other: { number: other.number ?? null, name: other.name ?? null, internal: other.extType === 'user' },
        toldBy:
          part.userId === null ? null : { legId: idOf(leg), side: part.direction === 'outbound' ? 'caller' : 'callee' },
      })),
    };
  }
}

/** What somebody did for as long as a leg lasted. */
export const took = (
  role: string,
  userId: string | null,
  leg: number,
  { answeredAt, endedAt }: CallTimes,
  more: Pick<PartDraft, 'direction' | 'other'> & Partial<PartDraft>,
): PartDraft => ({ role, userId, leg, connectedAt: answeredAt, endedAt, ...more });
