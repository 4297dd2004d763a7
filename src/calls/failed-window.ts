import { afterFailures, effectOf } from '../connection/index.js';
import type { ProviderFailure, TimeWindow } from '../contract/index.js';
import type { FetchWindowEntity, RoundKind, StoredProblem } from '../storage/index.js';

/** A window is not cut into pieces that are shorter. */
const SHORTEST_PIECE_MS = 60_000;
/** A failure may be a moment's: what was never cut is tried once more before it is. */
export const TRIES = 2;

/** What is known of a window whose walk has just failed. */
export interface FailedWindow extends Pick<FetchWindowEntity, 'fromAt' | 'toAt' | 'isPiece'> {
  readonly kind: RoundKind;
  /** How often in a row its walk has failed, this time included. */
  readonly attempts: number;
  /** When the first of these was; of a piece that never succeeded, when it was cut. */
  readonly failingSince: Date;
}

/**
 * What a window is cut into after a failure: its halves, the newer one first, or null where it is tried again as it is.
 * Whatever the vendor cannot list is narrowed down so, and what lies around it arrives. While the vendor answers
 * nothing, cutting would only multiply what waits: so it is done where something else was answered meanwhile, and once
 * for a window of which everything that is asked may hold the same failure.
 *
 * @param answeredAt when the vendor last answered a list of this account
 */
export function halvesOf(
  { fromAt, toAt, kind, isPiece, attempts, failingSince }: FailedWindow,
  answeredAt: Date | null,
): readonly [TimeWindow, TimeWindow] | null {
  const lengthMs = toAt.getTime() - fromAt.getTime();
  if (lengthMs < 2 * SHORTEST_PIECE_MS) return null;
  const isAnswered = answeredAt !== null && answeredAt >= failingSince;
  const mayCut = isPiece ? isAnswered : attempts >= TRIES && (isAnswered || kind !== 'history');
  if (!mayCut) return null;
  const middle = new Date(fromAt.getTime() + Math.floor(lengthMs / 2));
  return [
    { from: middle, to: toAt },
    { from: fromAt, to: middle },
  ];
}

/**
 * What is said of a window whose walk has failed: it alone, so nothing else waits for anybody.
 *
 * @param name the phone system, as the administrator knows it
 * @param timeZone in which times are told
 */
export function problemOfWindow(
  failure: ProviderFailure,
  name: string,
  { fromAt, toAt, isPiece, attempts }: Pick<FailedWindow, 'fromAt' | 'toAt' | 'isPiece' | 'attempts'>,
  timeZone: string,
): StoredProblem {
  const { problem } = afterFailures(effectOf(failure, name), failure, attempts);
  // A fault of the plug-in is the operator's to hear of, from the first time on.
  const isDefect = failure.kind === 'defect';
  const action = isDefect ? problem.action : 'wait';
  if (!isPiece && attempts < TRIES) return { ...problem, action };
  const times = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long', timeZone });
  return {
    ...problem,
    message: `${isDefect ? `The plug-in for ${name}` : name} does not list the calls that began from ${times.format(fromAt)} to ${times.format(toAt)}. They are asked for again by themselves; all other calls arrive.${isDefect ? ' Tell the operator.' : ''}`,
    action,
  };
}
