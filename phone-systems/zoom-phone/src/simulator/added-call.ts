import type { CallMaker } from './call-maker.js';
import type { CallParty, SimulatedCall } from './model.js';
import { inboundCall, internalCall, outboundCall } from './plain-calls.js';
import { STORIES } from './stories.js';
import type { StoryName } from './stories.js';

/** A story as a test has it told: played by the company's cast. */
export interface AddedStory {
  readonly story: StoryName;
  /** The story's first ring; whole seconds. */
  readonly startedAt: Date;
}

/** A plain call as a test adds it, on whole seconds. */
export interface PlainCall {
  /** Whose call it is: a Zoom user's id. */
  readonly userId: string;
  readonly direction: 'inbound' | 'outbound';
  /** The other side, see {@link outside}; a colleague by the Zoom user's id, to whom it then goes. */
  readonly other: CallParty | string;
  readonly startedAt: Date;
  /** Null where nobody answered. */
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
  /** Whether the caller left a message. */
  readonly message?: boolean;
}

export type AddedCall = AddedStory | PlainCall;

/** The calls that are added by hand. @throws Error for a story of a company without a cast */
export const addedCalls = (make: CallMaker, call: AddedCall): readonly SimulatedCall[] => {
  if ('story' in call) {
    const { cast, name } = make.company;
    if (cast === undefined) throw new Error(`${name} has no cast to play stories.`);
    return STORIES[call.story]({ make, cast, from: secondOf(call.startedAt) });
  }
  const times = {
    startedAt: secondOf(call.startedAt),
    answeredAt: call.answeredAt === null ? null : secondOf(call.answeredAt),
    endedAt: secondOf(call.endedAt),
  };
  const { other, direction, userId, message = false } = call;
  if (typeof other === 'string') {
    return internalCall(make, userId, other, times, message ? { message: { answeredAt: null } } : {});
  }
  return direction === 'outbound'
    ? [outboundCall(make, userId, other, times)]
    : [inboundCall(make, userId, other, times, { message })];
};

const secondOf = (instant: Date): number => Math.floor(instant.getTime() / 1000) * 1000;
