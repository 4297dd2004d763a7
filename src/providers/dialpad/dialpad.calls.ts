import type { CallDirection, CallGroup, CallOutcome, CallRecord, Counterparty } from '../../contract/index.js';
import type { Reading } from './dialpad.pages.js';
import {
  type Wire,
  isObject,
  readFlag,
  readId,
  readList,
  readMillis,
  readNumber,
  readObject,
  readText,
  readTexts,
} from './dialpad.wire.js';

/** Below it, a number of milliseconds lies before 1973: it can only be seconds. */
const EARLIEST_MILLIS = 1e11;
/** Nothing is dated later than tomorrow, whoever's clock is a little ahead. */
const LATEST_AHEAD_MS = 25 * 3_600_000;

/** Says in one sentence, without content, what is wrong with a record. */
class UnreadableCall extends Error {
  /** @param lacks the field that is not there, where that is it */
  constructor(
    message: string,
    readonly lacks?: string,
  ) {
    super(message);
  }
}

/**
 * Reads one concluded call, as Dialpad lists it or as the claims of an event bring it. What happened is told by the
 * dates, never by the last state alone. Pure: the same in gives the same out, and nothing makes it throw.
 *
 * @param wire one item, parsed with ids as text where they do not fit a double
 * @param now what is dated later than a day from here is not believed
 */
export function readCall(wire: unknown, now: Date): Reading<CallRecord> {
  try {
    if (!isObject(wire)) throw new UnreadableCall('The record is no object.', 'object');
    return { item: toCallRecord(wire, now) };
  } catch (error) {
    if (!(error instanceof UnreadableCall)) throw error;
    const externalId = readId(readObject(wire)['call_id']);
    return {
      rejected: { ...(externalId !== null && { externalId }), reason: error.message, raw: wire },
      ...(error.lacks !== undefined && { lacks: error.lacks }),
    };
  }
}

/** Whether a record says that its call has ended, believably or not. */
export const tellsEnd = (wire: unknown): boolean => !isUnset(readObject(wire)['date_ended']);

/** The id alone: of a call that was anonymised there is little else. */
export function readCallId(wire: unknown): Reading<string> {
  const externalId = readId(readObject(wire)['call_id']);
  return externalId === null ? { rejected: { reason: 'call_id is missing.', raw: wire } } : { item: externalId };
}

function toCallRecord(wire: Wire, now: Date): CallRecord {
  const externalId = readId(wire['call_id']) ?? lack(wire, 'call_id', 'call_id is missing.');
  const startedAt = readDate(wire, 'date_started', now) ?? lack(wire, 'date_started', 'date_started is missing.');
  const endedAt =
    readDate(wire, 'date_ended', now) ?? lack(wire, 'date_ended', 'date_ended is missing: the call has not ended.');
  const connectedAt = readDate(wire, 'date_connected', now);
  if (endedAt < startedAt) refuse('date_ended lies before date_started.');
  if (connectedAt && (connectedAt < startedAt || connectedAt > endedAt)) {
    refuse('date_connected lies outside of date_started to date_ended.');
  }
  const direction = readDirection(wire);
  return {
    externalId,
    relatedIds: readRelatedIds(wire, externalId),
    userExternalId: readUserId(readObject(wire['target'])),
    direction,
    outcome: outcomeOf(wire, direction, connectedAt),
    startedAt,
    connectedAt,
    endedAt,
    counterparty: readCounterparty(wire),
    viaNumber: readNumber(wire['internal_number']),
    group: readGroup(wire),
    transferred: readFlag(wire['is_transferred']),
    recorded: readFlag(wire['was_recorded']) || hasRecording(wire, 'callrecording', 'admincallrecording'),
    labels: readTexts(wire['labels']),
    revision: revisionOf(wire, endedAt, now),
  };
}

function refuse(reason: string): never {
  throw new UnreadableCall(reason);
}

/** A field that is not even there, as null, is one that Dialpad no longer sends. */
function lack(wire: Wire, field: string, reason: string): never {
  throw new UnreadableCall(reason, wire[field] === undefined ? field : undefined);
}

function readDate(wire: Wire, field: string, now: Date): Date | null {
  const value = wire[field];
  const millis = readMillis(value);
  if (millis === null) {
    return isUnset(value) ? null : refuse(`${field} is no time in milliseconds.`);
  }
  if (millis < EARLIEST_MILLIS) refuse(`${field} is in seconds, or before 1973.`);
  if (millis > now.getTime() + LATEST_AHEAD_MS) refuse(`${field} lies more than a day in the future.`);
  return new Date(millis);
}

const isUnset = (value: unknown): boolean =>
  value == null || value === 0 || (typeof value === 'string' && /^0*$/.test(value.trim()));

function readDirection(wire: Wire): CallDirection {
  const direction = readText(wire['direction'])?.toLowerCase();
  return direction === 'inbound' || direction === 'outbound'
    ? direction
    : lack(wire, 'direction', 'direction is neither inbound nor outbound.');
}

function readUserId(target: Wire): string | null {
  if (target['type'] !== 'user') return null;
  return readId(target['id']) ?? refuse('target is a person without an id.');
}

function outcomeOf(wire: Wire, direction: CallDirection, connectedAt: Date | null): CallOutcome {
  if (connectedAt) return 'answered';
  if (direction === 'outbound') return 'unanswered';
  return hasVoicemail(wire) ? 'voicemail' : 'missed';
}

/** `voicemail_link` is left out on purpose: it is there, too, when the caller heard the greeting and hung up. */
const hasVoicemail = (wire: Wire): boolean =>
  readText(wire['voicemail_share_link']) !== null ||
  readId(wire['voicemail_recording_id']) !== null ||
  wire['state'] === 'voicemail_uploaded' ||
  hasRecording(wire, 'voicemail');

const hasRecording = (wire: Wire, ...types: readonly string[]): boolean =>
  readList(wire['recording_details'])
    .map((detail) => readText(readObject(detail)['recording_type']))
    .some((type) => type !== null && types.includes(type));

function readRelatedIds(wire: Wire, externalId: string): readonly string[] {
  const ids = ['master_call_id', 'entry_point_call_id', 'operator_call_id'].flatMap(
    (field) => readId(wire[field]) ?? [],
  );
  return [...new Set(ids)].filter((id) => id !== externalId);
}

function readCounterparty(wire: Wire): Counterparty {
  const contact = readObject(wire['contact']);
  const dialled = readText(wire['external_number']);
  const colleague = readId(contact['id']);
  return {
    number: readNumber(dialled ?? contact['phone']),
    name: readText(contact['name']),
    internal: contact['type'] === 'user' || readFlag(wire['is_internal']),
    ...(contact['type'] === 'user' && colleague !== null && { userExternalId: colleague }),
  };
}

/** The group that was dialled; else the one that the record belongs to; else the one that is only named by its id. */
function readGroup(wire: Wire): CallGroup | null {
  return asGroup(wire['entry_point_target']) ?? asGroup(wire['target']) ?? asGroupId(wire['group_id']);
}

function asGroup(party: unknown): CallGroup | null {
  const { id, type, name } = readObject(party);
  const externalId = readId(id);
  const isGroup = readText(type) !== null && type !== 'user';
  return isGroup && externalId !== null ? { externalId, name: readText(name) } : null;
}

/** `Office:124` is the office whose id is 124 wherever else it is named. */
function asGroupId(value: unknown): CallGroup | null {
  const externalId = readId(readText(value)?.split(':').at(-1));
  return externalId === null ? null : { externalId, name: null };
}

/** The vendor's time of the last change, which a list often leaves out: then the call's end. */
function revisionOf(wire: Wire, endedAt: Date, now: Date): number {
  const stamp = readMillis(wire['event_timestamp']);
  const isBelievable = stamp !== null && stamp >= EARLIEST_MILLIS && stamp <= now.getTime() + LATEST_AHEAD_MS;
  return isBelievable ? stamp : endedAt.getTime();
}
