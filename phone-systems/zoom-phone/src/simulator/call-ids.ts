import { hashOf } from 'prodoscore-phone-systems/testing';

/** The ids of one call. */
export interface CallIds {
  readonly uuid: string;
  readonly callId: string;
}

/** A made-up GUID that follows from a text. */
export const guidOf = (text: string): string => {
  const digits = [0, 1, 2, 3].map((part) => hashOf(`${text}#${part}`).toString(16).padStart(8, '0')).join('');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
};

const dated = (startedAt: number, text: string): string =>
  `${new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '')}-${guidOf(text)}`;

/** The ids of a call by what it is the how-manieth of. The date in the first is UTC's. */
export const callIdsOf = (startedAt: number, key: string, digits: string): CallIds => ({
  uuid: dated(startedAt, `call ${key}`),
  // Nineteen digits: beyond what a double counts.
  callId: `74${digits.padStart(17, '0')}`,
});

export const legIdOf = (startedAt: number, uuid: string, place: number): string =>
  dated(startedAt, `leg ${uuid} ${place}`);

/** The UTC day in an id, in days since 1970-01-01; null where there is none. */
export const dayNumberIn = (uuid: string): number | null => {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)-/.exec(uuid) ?? [];
  return year === undefined ? null : Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000);
};
