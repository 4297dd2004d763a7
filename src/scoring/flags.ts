import type { ScoringRules } from './rules.js';
import { type ScoredCall, talkOf } from './scored-call.js';

/** Why a record is shown greyed and credited nothing. */
export type FlagReason = 'excluded' | 'voicemail' | 'too-short';

/** A manager's decision that a record does not count. */
export interface Exclusion {
  readonly callId: string;
  /** The manager's name, when, and why, in their words; null where it is not known. */
  readonly by: string | null;
  readonly at: Date;
  readonly note: string | null;
}

/**
 * Where several reasons fit, the first of excluded, voicemail, too-short.
 *
 * @param rules those of the day on which the call's talk begins
 * @param exclusion the one that is in force for this record
 */
export function flagOf(call: ScoredCall, rules: ScoringRules, exclusion: Exclusion | null): FlagReason | null {
  if (exclusion !== null) return 'excluded';
  if (call.outcome === 'voicemail') return 'voicemail';
  if (call.outcome === 'answered' && talkLength(call) / 1000 < rules.shortestTalkSeconds) return 'too-short';
  return null;
}

function talkLength(call: ScoredCall): number {
  const talk = talkOf(call);
  return talk === null ? 0 : talk.to - talk.from;
}
