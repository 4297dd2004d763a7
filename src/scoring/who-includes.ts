import type { Caller } from '../contract/index.js';

/** By what right a record was excluded. */
export type ExclusionRight = 'admin' | 'manager';

/** Who excluded a record, and by what right; null is an administrator's. */
export interface ExcludedBy {
  readonly excludedBy: string;
  readonly excludedAs: ExclusionRight | null;
}

/** The right by which a caller decides about somebody's record; managers' reports are looked at before. */
export const rightOf = ({ role }: Pick<Caller, 'role'>): ExclusionRight => (role === 'admin' ? 'admin' : 'manager');

/**
 * Whether a caller, who may decide about the record at all, may undo or replace its exclusion: whoever excluded it, and
 * others with the same right or a higher one, but nobody whose own record it is.
 *
 * @param owners whose record it is, on any of its days
 */
export function mayInclude(caller: Caller, { excludedBy, excludedAs }: ExcludedBy, owners: readonly string[]): boolean {
  if (caller.employeeId === excludedBy) return true;
  if (owners.includes(caller.employeeId)) return false;
  return rightOf(caller) === 'admin' || excludedAs === 'manager';
}
