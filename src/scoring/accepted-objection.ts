import type { Exclusion } from './flags.js';

/** An objection to a call that was accepted by leaving the call out, or by letting it count again. */
export interface AcceptedObjection {
  readonly callId: string;
  readonly step: 'exclude' | 'include';
  readonly objectedAt: Date;
  readonly answeredAt: Date;
}

/**
 * Whether it is by this objection that a call counts as it does. Who decides about the call later, without an objection,
 * decides by themselves: the explanation then no longer names it.
 *
 * @param exclusion the one that is in force
 */
export const holdsStill = ({ step, answeredAt }: AcceptedObjection, exclusion: Exclusion | null): boolean =>
  step === 'exclude' ? exclusion?.at.getTime() === answeredAt.getTime() : exclusion === null;
