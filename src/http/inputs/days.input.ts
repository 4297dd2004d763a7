import { ApiProperty } from '../describing.js';
import type { Problem } from '../../support/problem.js';
import { wrongFields } from '../../support/problems.js';
import { IsDay } from '../validation.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** A span of days, both ends included. */
export class DaysQuery {
  @ApiProperty({ format: 'date', example: '2026-11-01', description: 'Included.' })
  @IsDay()
  readonly from: string;

  @ApiProperty({ format: 'date', example: '2026-11-30', description: 'Included; the span has at most 400 days.' })
  @IsDay()
  readonly to: string;
}

/** @throws Problem 400 where the span runs backwards or is too long */
export function checkSpan({ from, to }: DaysQuery): void {
  if (from > to) throw invalidSpan('from', 'from must not be after to');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days > MOST_DAYS) throw invalidSpan('to', `from and to must span at most ${MOST_DAYS} days`);
}

/** What a span of days is refused with. */
export const invalidSpan = (field: string, message: string): Problem =>
  wrongFields('invalid_span', [{ field, message }]);
