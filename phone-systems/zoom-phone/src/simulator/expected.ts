import type { ExpectedRecord, SimulatedCall } from './model.js';

/**
 * What everybody's record of a call must be, by what people did and not by what Zoom shows of it.
 *
 * @param now a leg that appears later tells nothing yet; everything is known where it is left out
 */
export const expectedRecordsOf = (call: SimulatedCall, now = Infinity): readonly ExpectedRecord[] =>
  call.parts
    .filter(({ seenAt = -Infinity }) => seenAt <= now)
    .map(({ toldBy, voicemail, seenAt: _, ...part }) => ({
      ...part,
      callUuid: call.uuid,
      callId: call.callId,
      recordId: toldBy === null ? call.uuid : `${toldBy.legId}:${toldBy.side}`,
      startedAt: call.startedAt,
      outcome:
        part.connectedAt !== null
          ? 'answered'
          : part.direction === 'outbound'
            ? 'unanswered'
            : voicemail
              ? 'voicemail'
              : 'missed',
    }));
