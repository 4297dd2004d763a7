import type { ExpectedPart, SimulatedRecord } from './model.js';

/**
 * What everybody's part in a record is.
 *
 * @param now a message that is left later is not known yet; all is known where it is left out
 */
export const expectedPartsOf = (record: SimulatedRecord, now = Infinity): readonly ExpectedPart[] =>
  record.parts.map(({ voicemail, ...part }) => ({
    ...part,
    recordId: record.id,
    sessionId: record.sessionId,
    telephonySessionId: record.telephonySessionId,
    startedAt: record.startedAt,
    recorded: record.recorded,
    outcome:
      part.answeredAt !== null
        ? 'answered'
        : part.direction === 'outbound'
          ? 'unanswered'
          : voicemail && (record.messageAt ?? Infinity) <= now
            ? 'voicemail'
            : 'missed',
  }));
