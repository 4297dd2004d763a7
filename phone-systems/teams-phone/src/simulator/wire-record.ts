import { hashOf } from 'prodoscore-phone-systems/testing';
import type { SimulatedCall, SimulatedSession, SimulatedVersion } from './model.js';
import { wireEnd, wireOrganizer } from './wire-end.js';
import type { RecordWriting } from './wire-end.js';

/** How long records are kept. */
export const KEPT_MS = 30 * 86_400_000;

/** A version, and which one it is. */
export interface NumberedVersion extends SimulatedVersion {
  readonly number: number;
}

/** What is known of a call at an instant; null before its first version. */
export const versionAt = ({ versions }: SimulatedCall, now: number): NumberedVersion | null => {
  const known = versions.filter(({ at }) => at <= now);
  const last = known.at(-1);
  return last === undefined ? null : { ...last, number: known.length };
};

/** Whether the record can be read at an instant. */
export const isKept = ({ startedAt, gone }: SimulatedCall, now: number): boolean =>
  gone === undefined && startedAt >= now - KEPT_MS;

/** Whether the list has the record at an instant. */
export const isListed = (call: SimulatedCall, now: number): boolean =>
  (isKept(call, now) || (call.gone === 'detail' && call.startedAt >= now - KEPT_MS)) && versionAt(call, now) !== null;

/** The sessions of a version, in the record's order. */
export const sessionsIn = ({ sessions }: SimulatedCall, { sessionIds }: SimulatedVersion) =>
  sessions.filter(({ id }) => sessionIds.includes(id));

/** A record without its sessions. */
export const wireRecord = (
  call: SimulatedCall,
  { number, at }: NumberedVersion,
  writing: RecordWriting,
  where: 'list' | 'detail',
) => ({
  id: call.id,
  version: number,
  type:
    where === 'list' && writing.habits.typesInTheList === 'some unknown' && hashOf(`type ${call.id}`) % 7 === 0
      ? 'unknown'
      : call.type,
  modalities: call.modalities,
  startDateTime: new Date(call.startedAt).toISOString(),
  endDateTime: new Date(call.endedAt).toISOString(),
  lastModifiedDateTime: new Date(at).toISOString(),
  joinWebUrl: call.joinWebUrl,
  organizer_v2: wireOrganizer(call.organizer, call.id, writing),
});

/** A session, with its segments where they were asked for. */
export const wireSession = (session: SimulatedSession, withSegments: boolean, writing: RecordWriting) => {
  const ends = {
    caller: wireEnd(session, 'caller', writing),
    callee: wireEnd(session, 'callee', writing),
  };
  const failureInfo = session.failure === null ? null : { stage: 'callSetup', reason: session.failure };
  const span = (from: number) => ({
    startDateTime: new Date(from).toISOString(),
    endDateTime: new Date(session.endedAt).toISOString(),
  });
  const talks = session.answeredAt !== null && session.answeredAt < session.endedAt;
  const from = writing.habits.segmentsBeginWithTalk ? (session.answeredAt ?? session.startedAt) : session.startedAt;
  return {
    id: session.id,
    modalities: session.modalities,
    ...span(session.startedAt),
    failureInfo,
    isTest: session.isTest,
    ...ends,
    ...(withSegments && {
      segments: talks
        ? [{ id: session.id, ...span(from), failureInfo, ...ends, media: session.modalities.map(mediumOf) }]
        : [],
    }),
  };
};

const mediumOf = (modality: string) => ({ label: `main-${modality}`, streams: [] });
