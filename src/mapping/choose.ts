import type { Day } from '../support/days.js';
import { cut, type MappingRow } from './mapping-row.js';
import { since } from './spans.js';

/** An administrator's decision who an employee is. */
export interface Choice {
  readonly employeeId: string;
  /** Null is "None": nobody, and automatic matching leaves it so. */
  readonly phoneUserId: string | null;
  /** From this day on; null is for all time. */
  readonly from: Day | null;
}

/**
 * Who stands against a choice: everybody else who has the phone user on any day, whatever gave it to them: nobody's past is
 * moved unsaid. A choice from a day on is a handover, and nobody stands against it: who had the line keeps the days before.
 *
 * @returns their employee ids; null where nobody does
 */
export function holdersAgainst(
  rows: readonly MappingRow[],
  { employeeId, phoneUserId, from }: Choice,
): readonly string[] | null {
  if (from !== null || phoneUserId === null) return null;
  const held = rows.filter((row) => row.phoneUserId === phoneUserId && row.employeeId !== employeeId);
  return held.length === 0 ? null : [...new Set(held.map((row) => row.employeeId))];
}

/** The rows after a choice against which nobody stands. */
export function choose(rows: readonly MappingRow[], { employeeId, phoneUserId, from }: Choice): MappingRow[] {
  const span = since(from);
  const gives = (row: MappingRow): boolean =>
    row.employeeId === employeeId || (phoneUserId !== null && row.phoneUserId === phoneUserId);
  return [
    ...rows.flatMap((row) => (gives(row) ? cut(row, [span]) : [row])),
    { id: null, employeeId, phoneUserId, source: 'manual', matchedOn: null, ...span },
  ];
}

/** The rows without anything that was ever chosen for an employee. */
export const forget = (rows: readonly MappingRow[], employeeId: string): MappingRow[] =>
  rows.filter((row) => row.employeeId !== employeeId || row.source !== 'manual');
