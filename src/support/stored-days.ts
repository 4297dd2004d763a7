import type { Day } from './days.js';

/** The days of which somebody's calls are stored: the first is inside, `storedUntil` is not. Null has no end. */
export interface StoredDays {
  readonly storedFrom: Day | null;
  readonly storedUntil: Day | null;
}

/** The first day that can be written. */
export const FIRST_DAY: Day = '0001-01-01';

export const isStoredOn = ({ storedFrom, storedUntil }: StoredDays, day: Day): boolean =>
  (storedFrom === null || storedFrom <= day) && (storedUntil === null || day < storedUntil);

/** Whether there is a day that is not stored. */
export const isBounded = ({ storedFrom, storedUntil }: StoredDays): boolean =>
  storedFrom !== null || storedUntil !== null;

/** The first of the days that were not stored and are; null where there are none. */
export function firstDayBack(before: StoredDays, after: StoredDays): Day | null {
  const [from, until] = [after.storedFrom ?? FIRST_DAY, after.storedUntil ?? NEVER];
  const [heldFrom, heldUntil] = [before.storedFrom ?? FIRST_DAY, before.storedUntil ?? NEVER];
  if (from >= until) return null;
  if (heldFrom >= heldUntil || from < heldFrom) return from;
  if (until <= heldUntil) return null;
  return from > heldUntil ? from : heldUntil;
}

/** After every day. */
const NEVER: Day = '~';
