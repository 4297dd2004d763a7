import type { TimeWindow } from '../contract/index.js';
import type { ConnectionEntity, RoundKind } from '../storage/index.js';

/** Every kind, the most urgent first. */
export const ROUND_KINDS: readonly RoundKind[] = ['manual', 'near', 'far', 'again', 'history', 'reconciliation'];

/**
 * Rounds that ask again for what is stored already: what they have not walked holds nothing back, and what they fail of
 * is a problem of theirs alone.
 */
export const asksAgain = (kind: RoundKind): boolean => kind === 'reconciliation' || kind === 'again';

/** The same of a round `r`, in the database. */
export const ASKS_AGAIN = `in ('reconciliation', 'again')`;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How many days a reconciliation compares. */
export const COMPARED_DAYS = 7;
const COMPARED_MS = COMPARED_DAYS * DAY_MS;

/** How often rounds are made and how far they reach back, in milliseconds. */
export interface RoundIntervals {
  readonly nearMs: number;
  readonly farMs: number;
  /** The longest call that is provided for. */
  readonly longestCallMs: number;
  readonly reconcileMs: number;
}

/** What decides whether a round is due. */
export type FetchState = Pick<
  ConnectionEntity,
  | 'historyFrom'
  | 'keptFrom'
  | 'completeUntil'
  | 'walkedUntil'
  | 'nextNearAt'
  | 'nextFarAt'
  | 'nextReconciliationAt'
  | 'againFrom'
  | 'attempts'
>;

/** A round that is due. */
export interface PlannedRound {
  readonly kind: RoundKind;
  readonly window: TimeWindow;
}

/**
 * Which rounds are due at an instant, apart from what is near.
 *
 * @param wantedFrom the instant from which calls are wanted now, by settings and terms
 */
export function planRounds(
  state: FetchState,
  intervals: RoundIntervals,
  wantedFrom: Date,
  now: Date,
): readonly PlannedRound[] {
  const missing = missingHistory(state, wantedFrom, now);
  const compared = missing === null ? comparedWindow(state, now) : null;
  const isFarDue = state.walkedUntil !== null && isDue(state.nextFarAt, now);
  return [
    ...(missing === null ? [] : [{ kind: 'history', window: missing } as const]),
    ...(isFarDue ? [{ kind: 'far', window: farWindow(state, intervals, now) } as const] : []),
    ...(compared !== null && isDue(state.nextReconciliationAt, now)
      ? [{ kind: 'reconciliation', window: compared } as const]
      : []),
    ...againRound(state, now),
  ];
}

/** Whether to ask for what has been listed lately. */
export const isNearDue = ({ walkedUntil, nextNearAt }: FetchState, now: Date): boolean =>
  walkedUntil !== null && isDue(nextNearAt, now);

/**
 * What is near: as far back as an ordinary call lasts. Where asking for it failed, the newest calls must not wait for
 * whatever it failed of, so it becomes shorter each time; a far round asks for the rest.
 */
export function nearWindow(state: FetchState, { nearMs, longestCallMs }: RoundIntervals, now: Date): TimeWindow {
  const whole = Math.min(longestCallMs, HOUR_MS + nearMs);
  const shortest = Math.min(whole, nearMs + MINUTE_MS);
  const reach = Math.max(shortest, whole / 4 ** state.attempts);
  return { from: latest(new Date(now.getTime() - reach), beginningOf(state)), to: now };
}

/**
 * The window of a far round: back to the longest call that may still have been going on when everything was walked, so
 * that after a gap of any length nothing between is left out.
 */
export function farWindow(
  state: Pick<FetchState, 'walkedUntil' | 'historyFrom' | 'keptFrom'>,
  { longestCallMs }: Pick<RoundIntervals, 'longestCallMs'>,
  now: Date,
): TimeWindow {
  const since = Math.min(state.walkedUntil?.getTime() ?? now.getTime(), now.getTime()) - longestCallMs;
  return { from: latest(new Date(since), beginningOf(state)), to: now };
}

/** From when on calls are stored: the history's beginning, or what retention has left of it. */
export const beginningOf = ({ historyFrom, keptFrom }: Pick<FetchState, 'historyFrom' | 'keptFrom'>): Date =>
  keptFrom === null ? historyFrom : latest(historyFrom, keptFrom);

/** What is stored again of somebody: while nothing was walked, the history brings it. */
function againRound(state: FetchState, now: Date): readonly PlannedRound[] {
  const { againFrom, walkedUntil } = state;
  if (againFrom === null || walkedUntil === null) return [];
  const from = latest(againFrom, beginningOf(state));
  return from < now ? [{ kind: 'again', window: { from, to: now } }] : [];
}

/** The part of the history that was never asked for, or was deleted and is wanted again; null where there is none. */
function missingHistory(state: FetchState, wantedFrom: Date, now: Date): TimeWindow | null {
  if (state.walkedUntil === null) return { from: earliest(state.historyFrom, wantedFrom), to: now };
  const beginning = beginningOf(state);
  // Retention goes by days, and what is wanted moves on with each hour.
  return beginning.getTime() - wantedFrom.getTime() > DAY_MS ? { from: wantedFrom, to: beginning } : null;
}

/**
 * What a reconciliation compares: the last seven days of what is complete, or null where that is not known yet. The oldest
 * day that is kept is left out, since retention may delete it while it is compared: so it may be nothing.
 */
function comparedWindow({ completeUntil, historyFrom, keptFrom }: FetchState, now: Date): TimeWindow | null {
  if (completeUntil === null) return null;
  const to = earliest(completeUntil, now);
  const sinceKept = keptFrom === null ? historyFrom : latest(historyFrom, new Date(keptFrom.getTime() + DAY_MS));
  const from = latest(new Date(to.getTime() - COMPARED_MS), sinceKept);
  return { from: earliest(from, to), to };
}

const isDue = (at: Date | null, now: Date): boolean => at === null || at.getTime() <= now.getTime();

const earliest = (a: Date, b: Date): Date => (a < b ? a : b);
const latest = (a: Date, b: Date): Date => (a > b ? a : b);

/** A later instant. */
export const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
