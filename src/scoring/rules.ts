import type { Day } from '../support/days.js';

/** What a tenant counts, and for how much. */
export interface ScoringRules {
  /** Points for each minute of counted time, before the weight. */
  readonly pointsPerMinute: number;
  /** Multiplies `pointsPerMinute`: by direction, or `internal` instead for a call with a colleague. */
  readonly weights: { readonly inbound: number; readonly outbound: number; readonly internal: number };
  /** Points for each conversation in which the employee answered a call, besides its time. */
  readonly pointsPerCall: number;
  /** An answered call whose whole talk is shorter than this is flagged `too-short`; 0 flags none. */
  readonly shortestTalkSeconds: number;
  /** The most points that one day may bring; null for no limit. */
  readonly dailyCap: number | null;
  /**
   * Whose time is credited once: all of the employee's, or that of each conversation by itself (two separate calls at
   * once, one of them on hold, then count both).
   */
  readonly overlap: OverlapScope;
}

export type OverlapScope = 'employee' | 'conversation';

/** Rules that hold from a day on, until the next version's day. */
export interface RulesVersion extends ScoringRules {
  readonly effectiveFrom: Day;
}

/** One point for each minute, and nothing else. */
export const defaultRules: ScoringRules = {
  pointsPerMinute: 1,
  weights: { inbound: 1, outbound: 1, internal: 1 },
  pointsPerCall: 0,
  shortestTalkSeconds: 0,
  dailyCap: null,
  overlap: 'employee',
};

/** Whether calls earn by themselves on any day: then a day's score may follow from calls of days before. */
export const earnPerCall = (versions: readonly ScoringRules[]): boolean =>
  versions.some(({ pointsPerCall }) => pointsPerCall !== 0);

/** The rules of a day: the version that began last by then, whatever order versions come in; before the first, the defaults. */
export function rulesFor(day: Day, versions: Iterable<RulesVersion>): ScoringRules {
  let latest: RulesVersion | undefined;
  for (const version of versions) {
    if (version.effectiveFrom > day) continue;
    if (latest === undefined || version.effectiveFrom >= latest.effectiveFrom) latest = version;
  }
  return latest ?? defaultRules;
}
