import type { Day } from '../support/days.js';

/** A half-open span of days: `fromDay` is inside, `untilDay` is not. Null is since ever, and until further notice. */
export interface Span {
  readonly fromDay: Day | null;
  readonly untilDay: Day | null;
}

/** Every day. */
export const ALL_TIME: Span = { fromDay: null, untilDay: null };

/** A day and all after it. */
export const since = (day: Day | null): Span => ({ fromDay: day, untilDay: null });

/** Whether a day lies in a span. */
export const covers = ({ fromDay, untilDay }: Span, day: Day): boolean =>
  (fromDay === null || fromDay <= day) && (untilDay === null || day < untilDay);

/** Whether a span has a day that is not after another one. */
export const hasBegun = ({ fromDay }: Span, day: Day): boolean => fromDay === null || fromDay <= day;

/** Whether two spans share a day. */
export const overlap = (a: Span, b: Span): boolean => isSome(common(a, b));

/** What is left of a span without the days of others: in order, possibly nothing. */
export const without = (span: Span, others: readonly Span[]): readonly Span[] =>
  others.reduce<readonly Span[]>(
    (left, other) =>
      left.flatMap((piece) => (overlap(piece, other) ? [...head(piece, other), ...tail(piece, other)] : [piece])),
    [span].filter(isSome),
  );

/** The days that lie in one of two lists of spans and not in the other. */
export const difference = (a: readonly Span[], b: readonly Span[]): readonly Span[] => [
  ...a.flatMap((span) => without(span, b)),
  ...b.flatMap((span) => without(span, a)),
];

const common = (a: Span, b: Span): Span => ({
  fromDay: a.fromDay === null || (b.fromDay !== null && b.fromDay > a.fromDay) ? b.fromDay : a.fromDay,
  untilDay: a.untilDay === null || (b.untilDay !== null && b.untilDay < a.untilDay) ? b.untilDay : a.untilDay,
});

const isSome = ({ fromDay, untilDay }: Span): boolean => fromDay === null || untilDay === null || fromDay < untilDay;

const head = (piece: Span, { fromDay }: Span): readonly Span[] =>
  fromDay === null ? [] : [{ ...piece, untilDay: fromDay }].filter(isSome);

const tail = (piece: Span, { untilDay }: Span): readonly Span[] =>
  untilDay === null ? [] : [{ ...piece, fromDay: untilDay }].filter(isSome);
