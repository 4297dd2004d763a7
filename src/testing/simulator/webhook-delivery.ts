import { CompactSign } from 'jose';
import type { CallEvent } from './call-events.js';
import { hashOf, tell } from '../vendor/index.js';
import type { CallSubscription, Webhook } from './state.js';
import { toWire } from '../vendor/wire.js';
import { wireCall } from './wire-call.js';

/** One line of the simulator's log of what it told. */
export interface LoggedDelivery {
  readonly url: string;
  readonly callId: string;
  readonly state: CallEvent['state'];
  /** What the receiver answered; null where it could not be reached. */
  readonly status: number | null;
}

/** Whether a subscription wants to hear of an event. */
export const wants = (subscription: CallSubscription, { call, state }: CallEvent): boolean => {
  const { enabled, callStates, groupCallsOnly, targetType, targetId } = subscription;
  return (
    enabled &&
    (callStates.length === 0 || callStates.includes('all') || callStates.includes(state)) &&
    (!groupCallsOnly || call.target.type !== 'user') &&
    (targetType === null || call.target.type === targetType) &&
    (targetId === null || call.target.id === targetId)
  );
};

/**
 * The claims of an event: the call as it was known when the event happened. Now and then something is rung that has
 * ended already, and call centres are spelled in another way than in the list.
 */
export const claimsOf = ({ call, state, happenedAt }: CallEvent): string => {
  const known = wireCall(call, 'event', happenedAt);
  const hasEnded = state !== 'ringing' && state !== 'connected';
  const isEndKnownEarly = state === 'ringing' && hashOf(`early ${call.id}`) % 8 === 0;
  return toWire({
    ...known,
    ...(call.target.type === 'callcenter' ? { target: { ...call.target, type: 'call_center' } } : {}),
    ...(isEndKnownEarly ? { date_ended: call.endedAt } : {}),
    state,
    event_timestamp: happenedAt,
    talk_time: hasEnded && call.connectedAt !== null ? call.endedAt - call.connectedAt : 0,
    hold_time: 0,
    target_availability_status: 'open',
    ...(state === 'voicemail_uploaded' ? { voicemail_recording_id: `${call.id.slice(-9)}1` } : {}),
  });
};

/** Tells one receiver. With a secret the body is the token itself; without, it is bare JSON. Nothing is sent again. */
export const deliver = async (webhook: Webhook, event: CallEvent, signal: AbortSignal): Promise<LoggedDelivery> => {
  const claims = claimsOf(event);
  const told = { url: webhook.hookUrl, callId: event.call.id, state: event.state };
  const body = webhook.secret === null ? claims : await signed(claims, webhook.secret);
  const tokenType = hashOf(event.call.id) % 2 === 0 ? 'application/jwt' : 'text/plain';
  const contentType = webhook.secret === null ? 'application/json' : tokenType;
  const heard = await tell(webhook.hookUrl, { headers: { 'content-type': contentType }, body, signal });
  return { ...told, status: heard?.status ?? null };
};

const signed = (claims: string, secret: string): Promise<string> =>
  new CompactSign(new TextEncoder().encode(claims))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
