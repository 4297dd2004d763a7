import { hashOf } from 'prodoscore-phone-systems/testing';

/** The ids of one call: GUIDs, all made from its place. */
export interface CallIds {
  readonly call: string;
  session(number: number): string;
  row(number: number): string;
  /** What a row calls its call where that is not the call record's id. */
  readonly ofRows: string;
}

const guidAt =
  (companyIndex: number, dayNumber: number, place: number) =>
  (kind: '8' | '9' | 'a' | 'b', number: number): string => {
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
    const day = String(dayNumber).padStart(6, '0');
    const first = hex(hashOf(`${companyIndex} ${day} ${place}`), 8);
    return `${first}-${hex(companyIndex, 4)}-4${hex(number, 3)}-${kind}000-${day}${String(place).padStart(6, '0')}`;
  };

/** The ids of a call at a place of a day. The day can be read from the call's id, so that a call is found by it. */
export const callIdsAt = (companyIndex: number, dayNumber: number, place: number): CallIds => {
  const guid = guidAt(companyIndex, dayNumber, place);
  return {
    call: guid('8', 0),
    session: (number) => guid('9', number),
    row: (number) => guid('a', number),
    ofRows: guid('b', 0),
  };
};

/** What a row calls its call where that is not the call record's id. */
export const idOfRows = (callId: string): string => callId.replace('-8000-', '-b000-');

/** The day that a call's id was made for; null where it was not made here. */
export const dayNumberIn = (id: string): number | null => {
  const [, day] = /^[0-9a-f]{8}-[0-9a-f]{4}-4000-8000-(\d{6})\d{6}$/.exec(id) ?? [];
  return day === undefined ? null : Number(day);
};
