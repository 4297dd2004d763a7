import type { SimulatedCall } from './model.js';

/** What a company's Dialpad tells of its past no longer. */
export interface Forgetting {
  /** Users whose calls are anonymised, as those of deleted users are. */
  readonly userIds: readonly string[];
  /** A retention policy: calls that began longer ago are anonymised. Null where there is none. */
  readonly afterDays: number | null;
  /** How far back the company's plan gives access: what began before is not told in any way. Null for no end. */
  readonly accessDays: number | null;
}

export const FORGETS_NOTHING: Forgetting = { userIds: [], afterDays: null, accessDays: null };

const MS_PER_DAY = 86_400_000;

/** What is left of a call at an instant: all of it, its ids and times, or nothing that anybody is told. */
export const whatIsLeft = (
  { startedAt, target }: SimulatedCall,
  { userIds, afterDays, accessDays }: Forgetting,
  now: number,
): 'all' | 'anonymised' | 'nothing' => {
  const isOlderThan = (days: number | null): boolean => days !== null && startedAt < now - days * MS_PER_DAY;
  if (isOlderThan(accessDays)) return 'nothing';
  return isOlderThan(afterDays) || userIds.includes(target.id) ? 'anonymised' : 'all';
};

/** A call without anything that is personal. */
export const anonymised = (call: SimulatedCall): SimulatedCall => ({
  ...call,
  contact: null,
  externalNumber: '',
  internalNumber: '',
  target: { ...call.target, name: '', email: '', phone: '' },
  entryPoint: call.entryPoint && { ...call.entryPoint, phone: '' },
  labels: [],
  recorded: false,
  voicemail: 'none',
});
