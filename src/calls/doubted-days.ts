import type { TimeWindow } from '../contract/index.js';
import { type Day, dayBounds, dayOf, type Zones } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { wrongFields } from '../support/problems.js';

/** Days that somebody doubts, both included, in the time zone of the tenant. */
export interface DoubtedDays {
  readonly from: Day;
  readonly to: Day;
}

/** What decides which days can be fetched again. */
export interface DoubtFacts {
  readonly zones: Zones;
  /** From when on calls are kept. */
  readonly beginning: Date;
  /** From when on the vendor lists calls; null where it lists all. */
  readonly listedFrom: Date | null;
  /** The phone system, as the administrator knows it. */
  readonly name: string;
  readonly now: Date;
}

/**
 * The calls that are asked for again: of whole days, as far as they are over, their calls are kept here, and the vendor lists
 * them still.
 *
 * @throws Problem 400 `invalid_span` where there is no such day, a day of which nothing is kept, or none that is listed
 */
export function doubtedSpan(
  { from, to }: DoubtedDays,
  { zones, beginning, listedFrom, name, now }: DoubtFacts,
): TimeWindow {
  if (from > to) throw invalidSpan('from', 'from must not be after to');
  const today = dayOf(now, zones);
  if (to > today) throw invalidSpan('to', `to must not lie in the future, and today is ${today}`);
  const first = dayOf(beginning, zones);
  if (from < first)
    throw invalidSpan('from', `from must not be before ${first}, the first day of which calls are kept`);
  const earliest = new Date(Math.max(beginning.getTime(), listedFrom?.getTime() ?? -Infinity));
  const firstListed = dayOf(earliest, zones);
  if (to < firstListed)
    throw invalidSpan('to', `to must not be before ${firstListed}, the first day of which ${name} still lists calls`);
  const span = {
    from: new Date(Math.max(dayBounds(from, zones).from.getTime(), earliest.getTime())),
    to: new Date(Math.min(dayBounds(to, zones).to.getTime(), now.getTime())),
  };
  if (span.from >= span.to) throw invalidSpan('from', `the time zone of the tenant has no ${from}`);
  return span;
}

/** Whether a round that asks for days again asks for these, too. */
export const asksFor = (
  { fromAt, toAt }: { readonly fromAt: Date; readonly toAt: Date },
  { to }: DoubtedDays,
  span: TimeWindow,
  zones: Zones,
): boolean => fromAt <= span.from && dayOf(new Date(toAt.getTime() - 1), zones) >= to;

const invalidSpan = (field: string, message: string): Problem => wrongFields('invalid_span', [{ field, message }]);
