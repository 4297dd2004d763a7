import { hashOf, wideInteger } from 'prodoscore-phone-systems/testing';
import type { RingCentralHabits } from './habits.js';
import type { LogParty, SimulatedLeg, SimulatedRecord } from './model.js';

/** How long after its end a call is in the log: 5 to 30 seconds. */
export const listedAt = ({ id, endedAt }: SimulatedRecord): number => endedAt + 5000 + (hashOf(id) % 26) * 1000;

/** How records are written. */
export interface Writing {
  readonly habits: RingCentralHabits;
  readonly view: 'Simple' | 'Detailed';
  readonly now: number;
  /** Of the account in the API. */
  readonly accountUri: string;
}

/** A record as it is written at an instant: it may be in progress still, and its message may be still to come. */
export const wireRecord = (record: SimulatedRecord, { habits, view, now, accountUri }: Writing) => {
  const isOver = listedAt(record) <= now;
  const hasMessage = record.messageAt !== null && record.messageAt <= now;
  const ms = record.endedAt - record.startedAt;
  const message = {
    id: String(hashOf(record.id)),
    type: 'VoiceMail',
    uri: `${accountUri}/message-store/${hashOf(record.id)}`,
  };
  const party = (place: number): string => `p-${record.telephonySessionId.slice(2)}-${place + 1}`;
  const leg = (one: SimulatedLeg, place: number) => ({
    ...(one.master && { master: true }),
    startTime: new Date(one.startedAt).toISOString(),
    duration: (one.endedAt - one.startedAt) / 1000,
    ...(habits.legsInMilliseconds && { durationMs: one.endedAt - one.startedAt }),
    type: record.type,
    direction: one.direction,
    action: one.action,
    result: one.result,
    legType: one.legType,
    from: wireParty(one.from),
    to: wireParty(one.to),
    ...extensionAt(one.extensionId, accountUri),
    telephonySessionId: record.telephonySessionId,
    partyId: party(place),
    transport: one.extensionId === null ? 'PSTN' : 'VoIP',
    ...(one.mailbox && { message }),
  });
  return {
    uri: `${accountUri}/call-log/${record.id}?view=${view}`,
    id: record.id,
    sessionId: record.sessionId,
    telephonySessionId: record.telephonySessionId,
    partyId: party(0),
    startTime: new Date(record.startedAt).toISOString(),
    duration: isOver ? Math.floor(ms / 1000) : 0,
    ...(isOver && { durationMs: ms + (hashOf(record.id) % 1000) }),
    type: record.type,
    direction: record.direction,
    action: record.action,
    result: isOver ? (hasMessage ? 'Voicemail' : record.result) : 'In Progress',
    from: wireParty(record.from),
    to: wireParty(record.to),
    ...extensionAt(record.extensionId, accountUri),
    transport: 'PSTN',
    ...(isOver && hasMessage && { message }),
    ...(isOver && record.recorded && { recording: recordingOf(record, accountUri) }),
    ...(record.transferTarget !== undefined && { transferTarget: { telephonySessionId: record.transferTarget } }),
    ...(record.transferee !== undefined && { transferee: { telephonySessionId: record.transferee } }),
    ...(record.deleted === true && { deleted: true }),
    lastModifiedTime: new Date(lastChangeOf(record, now)).toISOString(),
    ...(view === 'Detailed' && {
      legs: isOver ? record.legs.filter(({ mailbox }) => !mailbox || hasMessage).map(leg) : [],
    }),
  };
};

const wireParty = (party: LogParty): LogParty => ({ ...party });

const extensionAt = (id: string | null, accountUri: string) =>
  id === null ? {} : { extension: { id: wideInteger(id), uri: `${accountUri}/extension/${id}` } };

const recordingOf = ({ id }: SimulatedRecord, accountUri: string) => ({
  id: String(hashOf(`recording ${id}`)),
  type: 'Automatic',
  uri: `${accountUri}/recording/${hashOf(`recording ${id}`)}`,
});

/** When a record last became another one. */
const lastChangeOf = (record: SimulatedRecord, now: number): number =>
  Math.max(
    ...[record.startedAt, listedAt(record), record.messageAt, record.changedAt].filter(
      (at): at is number => at != null && at <= now,
    ),
  );
