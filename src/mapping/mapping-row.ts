import type { Day } from '../support/days.js';
import { type Span, without } from './spans.js';

/** Which phone user of one connection an employee is for a span of days; manual and without one is "None". */
export interface MappingRow extends Span {
  /** Null until it is stored. */
  readonly id: string | null;
  readonly employeeId: string;
  readonly phoneUserId: string | null;
  readonly source: 'auto' | 'manual';
  readonly matchedOn: 'email' | 'phone' | null;
}

/** What holds until further notice. */
export const isOpen = ({ untilDay }: MappingRow): boolean => untilDay === null;

/** What holds today or from a later day on. */
export const isHeld = ({ untilDay }: MappingRow, today: Day): boolean => untilDay === null || untilDay > today;

/** A row without the days of some spans. */
export const cut = (row: MappingRow, spans: readonly Span[]): MappingRow[] =>
  without(row, spans).map(({ fromDay, untilDay }, index) => ({
    ...row,
    fromDay,
    untilDay,
    id: index === 0 ? row.id : null,
  }));
