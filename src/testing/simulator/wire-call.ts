import { hashOf } from '../vendor/index.js';
import type { CallParty, SimulatedCall } from './model.js';
import { wireId } from './wire-id.js';

/** How one record is written: which of Dialpad's spellings it falls into. A record falls the same way each time. */
interface Spelling {
  readonly idsAsNumbers: boolean;
  readonly timesAsStrings: boolean;
  /** What stands for nothing: a field that is left out, null, zero, or an empty text. */
  readonly noId: undefined | null | 0 | '';
  readonly nothing: undefined | null;
  readonly hasUnknownFields: boolean;
  readonly saysFalseInCapitals: boolean;
  /** The list leaves it out at times. */
  readonly hasTimestamp: boolean;
}

/** `list` and `single` write the ids of one record in different ways; `event` has the fields of a webhook. */
export type CallView = 'list' | 'single' | 'event';

const spellingOf = (call: SimulatedCall, view: CallView): Spelling => {
  const hash = hashOf(call.id);
  const bit = (place: number): boolean => ((hash >>> place) & 1) === 1;
  return {
    idsAsNumbers: view === 'single' ? !bit(0) : bit(0),
    timesAsStrings: bit(1),
    noId: ([undefined, null, 0, ''] as const)[(hash >>> 2) & 3],
    nothing: bit(4) ? null : undefined,
    hasUnknownFields: view === 'event' || bit(5),
    saysFalseInCapitals: (hash >>> 6) % 16 === 0,
    hasTimestamp: view !== 'list' || (hash >>> 10) % 3 !== 0,
  };
};

/** A call as it is written at an instant: its end, its talk or its message may not be there yet. */
export const wireCall = (call: SimulatedCall, view: CallView, now: number): Record<string, unknown> => {
  const spelling = spellingOf(call, view);
  const id = (value: string | null) => (value === null ? spelling.noId : wireId(value, spelling.idsAsNumbers));
  const time = (ms: number | null) => (ms === null ? null : spelling.timesAsStrings ? String(ms) : ms);
  const party = (side: CallParty | null) => (side === null ? {} : wireParty(side, spelling));
  const hasEnded = call.endedAt <= now;
  const connectedAt = call.connectedAt !== null && call.connectedAt <= now ? call.connectedAt : null;
  const totalMs = hasEnded ? call.endedAt - call.startedAt + fractionOf(call.id) : null;
  return {
    call_id: wireId(call.id, spelling.idsAsNumbers),
    master_call_id: id(call.masterCallId),
    entry_point_call_id: id(call.entryPointCallId),
    operator_call_id: id(call.operatorCallId),
    date_started: time(call.startedAt),
    date_rang: call.direction === 'inbound' ? time(call.startedAt + 1000) : null,
    date_connected: time(connectedAt),
    date_ended: hasEnded ? time(call.endedAt) : null,
    event_timestamp: spelling.hasTimestamp ? time(lastHappeningOf(call, now) + 412) : undefined,
    direction: call.direction,
    state: hasEnded ? 'hangup' : connectedAt === null ? 'ringing' : 'connected',
    duration: hasEnded ? (call.target.type === 'user' && connectedAt === null ? 0 : totalMs) : spelling.nothing,
    total_duration: totalMs,
    external_number: call.externalNumber,
    internal_number: call.internalNumber,
    contact: party(call.contact),
    target: party(call.target),
    entry_point_target: call.entryPoint === null ? {} : party(call.entryPoint),
    proxy_target: {},
    group_id: groupIdOf(call) ?? spelling.nothing,
    is_transferred: !call.transferred && spelling.saysFalseInCapitals ? 'FALSE' : call.transferred,
    was_recorded: call.recorded,
    labels: call.labels.length > 0 ? call.labels : spelling.nothing,
    mos_score: connectedAt === null ? spelling.nothing : 4.41,
    routing_breadcrumbs: [],
    transcription_text: spelling.nothing,
    custom_data: spelling.nothing,
    ...voicemailOf(call, now),
    ...(spelling.hasUnknownFields ? unknownFieldsOf(call) : {}),
  };
};

/** When the record last changed. */
const lastHappeningOf = (call: SimulatedCall, now: number): number => {
  if (call.endedAt > now) return now;
  const voicemailAt = call.endedAt + call.voicemailAfterMs;
  return call.voicemail === 'message' && voicemailAt <= now ? voicemailAt : call.endedAt;
};

const wireParty = (party: CallParty, spelling: Spelling): Record<string, unknown> => ({
  id: /^\d+$/.test(party.id) && spelling.idsAsNumbers ? wireId(party.id, true) : party.id,
  type: party.type,
  name: party.name,
  email: party.email,
  phone: party.phone,
});

const GROUP_WORDS: Readonly<Record<string, string>> = {
  office: 'Office',
  department: 'Department',
  callcenter: 'CallCenter',
  callrouter: 'CallRouter',
};

const groupIdOf = (call: SimulatedCall): string | null => {
  const group = call.entryPoint ?? (call.target.type === 'user' ? null : call.target);
  return group === null ? null : `${GROUP_WORDS[group.type] ?? 'Group'}:${group.id}`;
};

const voicemailOf = (call: SimulatedCall, now: number): Record<string, unknown> => {
  const link = `https://dialpad.example/shared/voicemail/${call.id}`;
  if (call.voicemail === 'greeting')
    return { voicemail_link: link, voicemail_recording_id: null, recording_details: [] };
  const isThere = call.voicemail === 'message' && call.endedAt + call.voicemailAfterMs <= now;
  if (!isThere) return { voicemail_share_link: null, recording_details: [] };
  const recording = {
    id: `${call.id.slice(-9)}1`,
    recording_type: 'voicemail',
    duration: 18_000,
    start_time: call.endedAt - 18_000,
    url: link,
  };
  // Either evidence alone is enough, and records with one of them only are about.
  const which = hashOf(`voicemail ${call.id}`) % 3;
  return {
    voicemail_share_link: which === 0 ? null : link,
    recording_details: which === 1 ? [] : [recording],
  };
};

const unknownFieldsOf = (call: SimulatedCall): Record<string, unknown> => ({
  is_internal: call.contact?.type === 'user',
  date_queued: null,
  date_first_rang: null,
  selected_caller_id: call.direction === 'outbound' ? call.internalNumber : null,
  transferred_from: {},
  integrations: {},
  a_field_of_tomorrow: { nested: [1, 'two', null] },
});

/** Durations are floats: milliseconds with a fraction. */
const fractionOf = (id: string): number => (hashOf(`fraction ${id}`) % 1000) / 1000;
