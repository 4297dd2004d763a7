import { hashOf } from 'prodoscore-phone-systems/testing';
import type { RecordIds } from './record-maker.js';

/** The ids of a record at a place of a day. The day can be read from the record's id, so that one is found by it. */
export const recordIdsAt = (companyIndex: number, dayNumber: number, place: number): RecordIds => {
  const at = `${companyIndex}${String(dayNumber).padStart(6, '0')}${String(place).padStart(4, '0')}`;
  return {
    id: `I${at}${hashOf(at).toString(36).toUpperCase()}`,
    // Legacy sessions lie far enough from each other for the pairs of RingOut, whose ids are a few thousand apart.
    sessionId: `8${at}0000`,
    telephonySessionId: `s-a0d${at}z${hashOf(`session ${at}`).toString(16).padStart(8, '0')}`,
  };
};

/** The day that a record's id was made for; null where it was not made here. */
export const dayNumberIn = (id: string): number | null => {
  const [, day] = /^I\d(\d{6})\d{4}[0-9A-Z]+$/.exec(id) ?? [];
  return day === undefined ? null : Number(day);
};
