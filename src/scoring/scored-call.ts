import type { CallDirection, CallOutcome, Counterparty } from '../contract/model.js';
import type { Interval } from '../support/intervals.js';
import { type Day, dayOf, daysTouched, type Zones } from '../support/days.js';

/** What scoring needs of a call record. */
export interface ScoredCall {
  /** The platform's id. */
  readonly callId: string;
  /** The vendor's id. */
  readonly externalId: string;
  /** The same for all records of one conversation. */
  readonly conversationId: string;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly startedAt: Date;
  readonly connectedAt: Date | null;
  readonly endedAt: Date;
  readonly counterparty: Counterparty;
}

/** When somebody spoke. Null where nobody did: only an answered call has talk, and only where it took any time. */
export function talkOf(call: ScoredCall): Interval | null {
  if (call.outcome !== 'answered' || call.connectedAt === null || call.endedAt <= call.connectedAt) return null;
  return { from: call.connectedAt.getTime(), to: call.endedAt.getTime() };
}

/** The days that list a call: each on which it has talk; without talk, the day of its start. */
export function daysListing(call: ScoredCall, zones: Zones): Day[] {
  const talk = talkOf(call);
  if (talk === null) return [dayOf(call.startedAt, zones)];
  return daysTouched(new Date(talk.from), new Date(talk.to), zones);
}

/** The day whose rules judge a call as a whole: on which its talk begins, or on which it starts where nobody spoke. */
export function dayOfCall(call: ScoredCall, zones: Zones): Day {
  const talk = talkOf(call);
  return dayOf(talk === null ? call.startedAt : new Date(talk.from), zones);
}
