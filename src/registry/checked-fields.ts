import { types } from 'node:util';
import { plainText } from '../support/plain-text.js';
import { isStorable, LONGEST_TEXT, storableText } from '../support/storable-text.js';

/** Says in one sentence, without content, why something is not what the contract promises. */
export class NotValid extends Error {
  override readonly name = 'NotValid';
}

export const UNREADABLE = 'It cannot be read.';

/** Something is dated so far ahead that it is not believed. Its sentence says what may be the cause. */
class AheadOfNow extends NotValid {}

/** Why something was set aside that a provider handed over as valid, and whose fault that is. */
export const refusedBecause = (error: NotValid): string =>
  error instanceof AheadOfNow
    ? error.message
    : `${error.message} The record came so from the code for this phone system here, whose fault it is: tell the operator.`;

/** Ids are never cut: two that begin alike would become one. */
const LONGEST_ID = 500;
/** So many entries of a list are kept. */
const MOST_ENTRIES = 500;
/** No vendor of today kept calls before it; a time at 1970 is a field that was not set. */
const EARLIEST_MS = Date.UTC(1990, 0, 1);
/** Nothing is dated later than tomorrow, whoever's clock is a little ahead. */
const LATEST_AHEAD_MS = 25 * 3_600_000;

/** What time it is, in milliseconds since 1970. */
export interface Clocks {
  readonly host: number;
  /** By the phone system's clock, as it dates its answers; null where that is not known. */
  readonly vendor: number | null;
}

/** Something with fields that nobody has looked at. */
export type Unchecked = Readonly<Record<string, unknown>>;

export function refuse(reason: string): never {
  throw new NotValid(reason);
}

export function checkedObject(value: unknown, what: string): Unchecked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${what} is no object.`);
  return value as Unchecked;
}

export function checkedId(value: unknown, field: string): string {
  if (typeof value !== 'string') refuse(`${field} is no text.`);
  if (value === '') refuse(`${field} is empty.`);
  if (value.length > LONGEST_ID) refuse(`${field} is longer than ${LONGEST_ID} characters.`);
  if (!isStorable(value)) refuse(`${field} has characters that cannot be stored.`);
  return value;
}

/** Whatever may be wrong with it: an id that can be used, or none. */
export function idIn(value: unknown): string | undefined {
  try {
    return checkedId((value as Unchecked)['externalId'], 'externalId');
  } catch {
    return undefined;
  }
}

export const checkedText = (value: unknown, field: string, longest = LONGEST_TEXT): string =>
  typeof value === 'string' ? storableText(plainText(value), longest) : refuse(`${field} is no text.`);

export const orNull = <T>(value: unknown, field: string, check: (value: unknown, field: string) => T): T | null =>
  value === null ? null : check(value, field);

export const checkedFlag = (value: unknown, field: string): boolean =>
  typeof value === 'boolean' ? value : refuse(`${field} is neither true nor false.`);

export const checkedList = <T>(value: unknown, field: string, check: (entry: unknown, field: string) => T): T[] =>
  Array.isArray(value)
    ? value.slice(0, MOST_ENTRIES).map((entry: unknown) => check(entry, `An entry of ${field}`))
    : refuse(`${field} is no list.`);

export function checkedWord<T extends string>(value: unknown, field: string, known: readonly T[]): T {
  return known.find((word) => word === value) ?? refuse(`${field} is none of ${known.join(', ')}.`);
}

/** What is dated later than a day from now is not believed. */
export function checkedInstant(value: unknown, field: string, clocks: Clocks): Date {
  // Also of another realm than ours.
  if (!types.isDate(value)) refuse(`${field} is no time.`);
  const ms = Date.prototype.getTime.call(value);
  if (Number.isNaN(ms)) refuse(`${field} is no time.`);
  if (ms < EARLIEST_MS) refuse(`${field} lies before 1990.`);
  refuseAhead(`${field} lies more than a day in the future`, ms - LATEST_AHEAD_MS, clocks);
  return new Date(ms);
}

/**
 * Refuses what is dated ahead of now. A clock that is behind makes all that has just happened look so.
 *
 * @param what what is wrong then, without its full stop
 */
export function refuseAhead(what: string, ms: number, { host, vendor }: Clocks): void {
  if (ms <= host) return;
  if (vendor === null) {
    throw new AheadOfNow(
      `${what}: either this host’s clock is behind, or the code for this phone system here gave a wrong time. Tell the operator, who looks at the clock first.`,
    );
  }
  if (ms > vendor) refuse(`${what}.`);
  throw new AheadOfNow(
    `${what}: this host’s clock is ${Math.round((vendor - host) / 60_000)} minutes behind that of the phone system. Tell the operator, who sets the clock.`,
  );
}
