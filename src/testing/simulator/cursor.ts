import { refuse } from './answer.js';

/** A place in one walk. Opaque to clients; it lapses, because a walk is not a bookmark. */
export interface Place {
  /** The last thing that was given: a call's start or a place in a list, and the call's id. */
  readonly at: number;
  readonly id: string;
  /** An empty page was already given here. */
  readonly paused: boolean;
}

const LIFE_MS = 3_600_000;

export const cursorAt = (place: Place, now: number): string =>
  Buffer.from(JSON.stringify({ ...place, from: now })).toString('base64url');

/** @throws Refused with 400 when it leads nowhere (any more) */
export const placeOf = (cursor: string | null, now: number): Place | null => {
  if (cursor === null || cursor === '') return null;
  const read = parse(cursor);
  if (read === null || read.from + LIFE_MS < now) return refuse(400, 'The cursor is invalid or has expired.');
  return { at: read.at, id: read.id, paused: read.paused };
};

const parse = (cursor: string): (Place & { readonly from: number }) | null => {
  try {
    const { at, id, paused, from } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    const isPlace = typeof at === 'number' && typeof from === 'number' && typeof id === 'string';
    return isPlace ? { at, id, from, paused: paused === true } : null;
  } catch {
    return null;
  }
};
