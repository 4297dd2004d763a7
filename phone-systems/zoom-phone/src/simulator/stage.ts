import type { CallMaker, CallTimes } from './call-maker.js';
import type { SimulatedCall, ZoomCast } from './model.js';
import { groupOf, groupParty, personParty, userOf } from './parties.js';

/** Where a story is played: by whom, and from which instant on. */
export interface Stage {
  readonly make: CallMaker;
  readonly cast: ZoomCast;
  /** Of the story's first ring, in milliseconds since the epoch. */
  readonly from: number;
}

/** What happened, as calls of a company. */
export type Story = (stage: Stage) => readonly SimulatedCall[];

/** Instants in seconds from the story's beginning. */
export const timesAt =
  ({ from }: Stage) =>
  (startedAt: number, answeredAt: number | null, endedAt: number): CallTimes => ({
    startedAt: from + startedAt * 1000,
    answeredAt: answeredAt === null ? null : from + answeredAt * 1000,
    endedAt: from + endedAt * 1000,
  });

/** A colleague as calls show somebody inside. */
export const colleague = ({ make }: Stage, id: string) => personParty(userOf(make.company, id), 'inside');

/** Somebody at the direct number. */
export const atTheNumber = ({ make }: Stage, id: string) => personParty(userOf(make.company, id), 'outside');

export const group = ({ make }: Stage, extensionId: string) => groupParty(groupOf(make.company, extensionId));
