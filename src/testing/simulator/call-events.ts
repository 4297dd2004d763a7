import { hashOf } from '../vendor/index.js';
import type { SimulatedCall } from './model.js';

/** One thing that a webhook tells of a call. */
export interface CallEvent {
  readonly call: SimulatedCall;
  readonly state: 'ringing' | 'connected' | 'hangup' | 'voicemail' | 'voicemail_uploaded';
  /** When it happened: what `event_timestamp` says. */
  readonly happenedAt: number;
  /** When it is sent: at times long after, so that later events overtake it. */
  readonly sentAt: number;
}

const LATE_MS = 4000;

/**
 * What is told of one call, in the order in which it is sent. One call in four has its `connected` overtaken by its
 * `hangup`, one in five says something twice, one in twenty never says that it ended.
 */
export const eventsOf = (call: SimulatedCall): readonly CallEvent[] => {
  const hash = hashOf(`events ${call.id}`);
  const event = (state: CallEvent['state'], happenedAt: number, lateMs = 0): CallEvent => ({
    call,
    state,
    happenedAt,
    sentAt: happenedAt + lateMs,
  });
  const events = [event('ringing', Math.min(call.startedAt + 1000, call.endedAt))];
  if (call.connectedAt !== null) {
    const isOvertaken = hash % 4 === 0;
    events.push(event('connected', call.connectedAt, isOvertaken ? call.endedAt - call.connectedAt + LATE_MS : 0));
  }
  if (hash % 20 !== 1) events.push(event('hangup', call.endedAt));
  if (call.voicemail === 'message') {
    events.push(event('voicemail', call.endedAt));
    events.push(event('voicemail_uploaded', call.endedAt + call.voicemailAfterMs));
  }
  const doubled = hash % 5 === 2 ? events.slice(-1).map((last) => ({ ...last, sentAt: last.sentAt + LATE_MS })) : [];
  return [...events, ...doubled].sort((a, b) => a.sentAt - b.sentAt);
};
