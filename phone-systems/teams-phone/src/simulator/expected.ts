import type { TeamsPhoneHabits } from './habits.js';
import type { ExpectedRecord, SimulatedCall, SimulatedPart, SimulatedRow, TeamsCompany } from './model.js';
import { isKept, versionAt } from './wire-record.js';

/** What a complete fetch is held against. */
export interface Expecting {
  readonly company: TeamsCompany;
  readonly habits: TeamsPhoneHabits;
}

/**
 * Everybody's record of a call, as it can be known at an instant: of its last version, or, where the call records have it
 * no longer or never had it, of its rows. Told from what really was, by these rules:
 *
 * - One record for each person and session; sessions that a later version has dropped are gone.
 * - Who was rung and did not take it has missed it; `voicemail` where the caller was led to the mailbox.
 * - A queue, an attendant, a stranger is nobody; a meeting, a call with video, a test is no call.
 * - A row is somebody's record where no call record tells of the call, and where it is of the person's own talk:
 *   `user_in` and `user_out`.
 */
export const expectedRecordsOf = (
  call: SimulatedCall,
  now: number,
  { company, habits }: Expecting,
): readonly ExpectedRecord[] => {
  if (call.versions.length > 0 && isKept(call, now)) {
    const known = versionAt(call, now)?.sessionIds ?? [];
    return call.parts
      .filter(({ sessionId }) => known.includes(sessionId))
      .map((part) => recordOfPart(call, part, habits));
  }
  return call.rows
    .filter(({ listedAt, callType }) => listedAt <= now && (callType === 'user_in' || callType === 'user_out'))
    .filter(({ userId }) => company.users.some(({ id, accountType }) => id === userId && accountType === 'user'))
    .map((row) => recordOfRow(call, row));
};

/** A person's record of a session. */
export const recordOfPart = (call: SimulatedCall, part: SimulatedPart, habits: TeamsPhoneHabits): ExpectedRecord => {
  const { sessionId, answeredAt, ...rest } = part;
  const session = call.sessions.find(({ id }) => id === sessionId);
  const talksFrom = habits.segmentsBeginWithTalk ? answeredAt : (session?.startedAt ?? null);
  return {
    ...rest,
    externalId: `${sessionId}:${part.userId}`,
    callId: call.id,
    startedAt: call.startedAt,
    connectedAt: answeredAt === null ? null : talksFrom,
  };
};

/** A person's record of a row that no call record explains. */
export const recordOfRow = (call: SimulatedCall, row: SimulatedRow): ExpectedRecord => {
  const direction = row.callType === 'user_in' ? 'inbound' : 'outbound';
  const far = direction === 'inbound' ? row.callerNumber : row.calleeNumber;
  const missed = direction === 'inbound' ? 'missed' : 'unanswered';
  return {
    externalId: `pstn:${row.id}`,
    callId: call.id,
    userId: row.userId,
    direction,
    outcome: row.answeredAt === null ? missed : 'answered',
    startedAt: row.startedAt,
    connectedAt: row.answeredAt,
    endedAt: row.endedAt,
    other: far.startsWith('+') ? far : null,
    groupId: null,
    transferred: false,
  };
};
