import { type Interval, normalise, without } from './intervals.js';

const HOUR_MS = 3_600_000;
/** The day in which the vendor's access ends is not told whole, nor is the one after which nobody asked for a while. */
const LONGEST_DAY_MS = 25 * HOUR_MS;
const SHORTEST_DAY_MS = 23 * HOUR_MS;
/** No vendor lets calls go that are younger. */
export const LEAST_KEPT_MS = 24 * HOUR_MS;

/** A window that was walked to its end. Times in milliseconds. */
export interface WalkedSpan extends Interval {
  readonly walkedAt: number;
  /** When the first call began that the vendor listed of it; null where it listed none. */
  readonly firstCallAt: number | null;
  /** Whether it listed none and has some that it anonymised. It ended so long ago that the vendor may have let calls go. */
  readonly isKeptQuiet?: boolean;
  /** What began before was not asked for: the vendor lists it no longer. Left out: it lists everything. */
  readonly listedFrom?: number;
  /** Up to when its calls had been stored before it was walked. Left out: none of them. */
  readonly heldUntil?: number;
}

/**
 * The spans of which the vendor may have told nothing, after windows were walked: what was older than every account is
 * told of, or holds calls that were anonymised, and before the first call that was listed. Whoever is listed a call is told
 * of all that came after it, as far as it was walked. What was told once stays so, whatever the vendor tells later.
 *
 * Of the day in which calls that were anonymised end a part is told, and not the whole: it is among what is not. Nor is the
 * day whose beginning the vendor lists no longer, where it had not been stored in time.
 *
 * @param accessMs for how long back every account is told of its calls; null where this walk finds nothing untold
 * @param toldUntil up to when everything had been told before
 */
export function untoldAfter(
  before: readonly Interval[],
  walked: readonly WalkedSpan[],
  { accessMs, toldUntil }: { readonly accessMs: number | null; readonly toldUntil: number },
): Interval[] {
  const unsure =
    accessMs === null
      ? []
      : walked.map(({ from, to, walkedAt }) => ({
          from: Math.max(from, toldUntil - SHORTEST_DAY_MS),
          to: Math.min(to, walkedAt - accessMs + LONGEST_DAY_MS),
        }));
  const firstCallAt = Math.min(...walked.map((span) => span.firstCallAt ?? Infinity));
  const quiet = walked
    .filter(({ isKeptQuiet, to }) => accessMs !== null && isKeptQuiet && to <= firstCallAt)
    .map(({ from, to }) => ({ from: Math.max(from, toldUntil - SHORTEST_DAY_MS), to: to + LEAST_KEPT_MS }));
  const newFrom = accessMs === null ? firstCallAt : Math.max(firstCallAt, toldUntil);
  const told = walked.map(({ from, to, listedFrom = -Infinity }) => ({
    from: Math.max(from, newFrom, listedFrom + LONGEST_DAY_MS),
    to,
  }));
  const tooLate = accessMs === null ? [] : noLongerListed(walked);
  return normalise([...normalise([...before, ...unsure]).flatMap((span) => without(span, told)), ...quiet, ...tooLate]);
}

/** Whether something of a window had not been stored when the vendor listed it no longer. */
export const wasTooLate = ({
  from,
  listedFrom = -Infinity,
  heldUntil = -Infinity,
}: Pick<WalkedSpan, 'from' | 'listedFrom' | 'heldUntil'>): boolean => Math.max(from, heldUntil) < listedFrom;

/** What was asked for too late, with the day in which that ends. */
function noLongerListed(walked: readonly WalkedSpan[]): readonly Interval[] {
  if (!walked.some(wasTooLate)) return [];
  return walked.map(({ from, to, listedFrom = -Infinity, heldUntil = -Infinity }) => ({
    from: Math.max(from, heldUntil - SHORTEST_DAY_MS),
    to: Math.min(to, listedFrom + LONGEST_DAY_MS),
  }));
}

/** Whether all of a day lies where nothing was told. A day on which the first call was listed does not. */
export const isUntold = ({ from, to }: Interval, untold: readonly Interval[]): boolean =>
  untold.some((span) => span.from <= from && to <= span.to);
