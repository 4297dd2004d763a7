import { createHash } from 'node:crypto';
import { problem } from '../support/problems.js';
import type { MappingRow } from './mapping-row.js';

/**
 * What was chosen by hand for an employee, in short: another choice is another revision. What is matched automatically may
 * change by itself, and is no part of it.
 *
 * @param rows all of the employee's
 */
export function revisionOf(rows: readonly MappingRow[]): string {
  const chosen = rows
    .filter(({ source }) => source === 'manual')
    .map(({ phoneUserId, fromDay, untilDay }) => JSON.stringify([phoneUserId, fromDay, untilDay]));
  if (chosen.length === 0) return 'automatic';
  return createHash('sha256').update(chosen.toSorted().join()).digest('base64url').slice(0, 16);
}

/** @throws Problem 412 where what was chosen for an employee is no longer what somebody has read */
export function mustBeAsRead(rows: readonly MappingRow[], employeeId: string, known: string | null): void {
  if (known === null || known === revisionOf(rows.filter((row) => row.employeeId === employeeId))) return;
  throw problem('mapping_changed');
}
