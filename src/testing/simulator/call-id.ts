import { hashOf } from '../vendor/index.js';

/*
 * A generated call's id says where it comes from, so that one call is found without making every day:
 * 5, company (2 digits), day since 1970 (6), noise (3), place in the day (6). Eighteen digits do not fit a double:
 * neighbours become equal in a client that reads them as numbers.
 */
const SHAPE = /^5(\d{2})(\d{6})\d{3}(\d{6})$/;

/** The day of a company that a generated call belongs to. */
export interface CallOrigin {
  readonly companyIndex: number;
  /** Days since 1970-01-01. */
  readonly dayNumber: number;
}

export const callIdAt = ({ companyIndex, dayNumber }: CallOrigin, place: number): string => {
  const noise = hashOf(`${companyIndex}/${dayNumber}`) % 1000;
  const digits = (value: number, width: number): string => String(value).padStart(width, '0');
  return `5${digits(companyIndex, 2)}${digits(dayNumber, 6)}${digits(noise, 3)}${digits(place, 6)}`;
};

/** Where a generated call comes from; null for ids of another making. */
export const originOf = (callId: string): CallOrigin | null => {
  const [, company, day] = SHAPE.exec(callId) ?? [];
  return company === undefined ? null : { companyIndex: Number(company), dayNumber: Number(day) };
};
