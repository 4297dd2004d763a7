import type { ListedPerson } from '../mapping/index.js';
import type { Day } from '../support/days.js';
import type { WhyUnknown } from './day-states.js';
import type { Sheet, SheetDay, StoredFigures } from './people-sheets.js';

/** What one or several days come to. */
export interface Figures {
  readonly score: number;
  readonly countedSeconds: number;
  readonly calls: number;
  /** Null where that is no longer known of one of them. */
  readonly missed: number | null;
}

type NoFigures = { readonly [Name in keyof Figures]: null };

/** A day of somebody: its figures where it is known, and else why it is not. */
export type PersonDayView = { readonly day: Day; readonly known: boolean; readonly why: WhyUnknown | null } & (
  Figures | NoFigures
) & {
    /** Of a day that is not known: what is stored of it already. */
    readonly soFar: Figures | null;
  };

/** What the known days of a span come to. */
export interface TotalView extends Figures {
  readonly knownDays: number;
  /** Without those that are still to come. */
  readonly unknownDays: number;
}

/** Somebody's days, and what they come to. */
export interface PersonDaysView {
  readonly employee: ListedPerson;
  readonly days: readonly PersonDayView[];
  readonly total: TotalView;
  /**
   * What the same known days come to by the person's own four weeks before: for each day, the mean of the known days of
   * its weekday in those. Null where there is none for one of them.
   */
  readonly earlier: Pick<Figures, 'score' | 'countedSeconds'> | null;
}

/** How many days before a span its earlier weeks begin. */
export const EARLIER_DAYS = 28;

/** @param sheet the span, with {@link EARLIER_DAYS} before it */
export function personDays({ person, days }: Sheet, span: readonly Day[]): PersonDaysView {
  const own = days.slice(EARLIER_DAYS);
  return {
    employee: person,
    days: own.map((one, at) => dayView(span[at]!, one)),
    total: totalOf(own),
    earlier: earlierOf(days),
  };
}

function dayView(day: Day, { why, stored }: SheetDay): PersonDayView {
  if (why === null) return { day, known: true, why, ...figuresOf(stored), soFar: null };
  return { day, known: false, why, ...NONE, soFar: (stored?.calls ?? 0) === 0 ? null : figuresOf(stored) };
}

const NONE: NoFigures = { score: null, countedSeconds: null, calls: null, missed: null };

const figuresOf = (stored: StoredFigures = NOTHING): Figures => ({
  score: stored.score,
  countedSeconds: stored.countedMs / 1000,
  calls: stored.calls,
  missed: stored.missed,
});

const NOTHING: StoredFigures = { score: 0, countedMs: 0, calls: 0, missed: 0 };

/** What the known ones of some days come to. */
export function totalOf(days: readonly SheetDay[]): TotalView {
  const known = days.filter(({ why }) => why === null);
  return {
    ...figuresOf(sumOf(known.map(({ stored = NOTHING }) => stored))),
    knownDays: known.length,
    unknownDays: days.filter(({ why }) => why !== null && why !== 'to-come').length,
  };
}

const sumOf = (all: readonly StoredFigures[]): StoredFigures => ({
  score: rounded(all.reduce((sum, { score }) => sum + score, 0)),
  countedMs: all.reduce((sum, { countedMs }) => sum + countedMs, 0),
  calls: all.reduce((sum, { calls }) => sum + calls, 0),
  missed: all.reduce<number | null>((sum, { missed }) => (sum === null || missed === null ? null : sum + missed), 0),
});

/** Scores have two places. */
const rounded = (score: number): number => Math.round(score * 100) / 100;

const WEEK = 7;

function earlierOf(days: readonly SheetDay[]): PersonDaysView['earlier'] {
  const meanOf = Array.from({ length: WEEK }, (_, weekday) => {
    const known = days.filter(({ why }, at) => at < EARLIER_DAYS && at % WEEK === weekday && why === null);
    const { score, countedMs } = sumOf(known.map(({ stored = NOTHING }) => stored));
    return known.length === 0 ? null : { score: score / known.length, countedMs: countedMs / known.length };
  });
  const means = days.flatMap(({ why }, at) => (at >= EARLIER_DAYS && why === null ? [meanOf[at % WEEK] ?? null] : []));
  if (means.length === 0 || means.includes(null)) return null;
  const sum = (name: 'score' | 'countedMs'): number => means.reduce((all, mean) => all + (mean?.[name] ?? 0), 0);
  return { score: rounded(sum('score')), countedSeconds: Math.round(sum('countedMs')) / 1000 };
}

/** What stands in the middle of a team. */
export interface MiddleView {
  /** Null where it is not told. */
  readonly figures: Figures | null;
  /** Why it is not: of fewer people no figure is told, and of too many it is not counted. */
  readonly why: 'too-few' | 'too-many' | null;
  /** Of how many people, and of how many days of each. */
  readonly people: number;
  readonly days: number;
  /** Of how many it must be at least. */
  readonly leastGroup: number;
}

/**
 * The middle of what people came to on the days that are known of most of them. Whoever lacks one of those days is left
 * out: a day that is not known would be a zero there.
 *
 * @param sheets of the whole team, each with the same days
 */
export function middleOf(sheets: readonly Sheet[], leastGroup: number): MiddleView {
  const some = sheets.filter(({ days }) => days.some(isKnown));
  const places = (some[0]?.days ?? []).flatMap((_, at) =>
    some.filter(({ days }) => isKnown(days[at]!)).length * 2 > some.length ? [at] : [],
  );
  const whole = places.length === 0 ? [] : some.filter(({ days }) => places.every((at) => isKnown(days[at]!)));
  const group = { people: whole.length, days: places.length, leastGroup };
  if (whole.length < leastGroup) return { ...group, figures: null, why: 'too-few' };
  const totals = whole.map(({ days }) => sumOf(places.map((at) => days[at]!.stored ?? NOTHING)));
  const missed = totals.map((total) => total.missed);
  const figures = figuresOf({
    score: rounded(median(totals.map(({ score }) => score))),
    countedMs: Math.round(median(totals.map(({ countedMs }) => countedMs))),
    calls: median(totals.map(({ calls }) => calls)),
    missed: missed.includes(null) ? null : median(missed.map(Number)),
  });
  return { ...group, figures, why: null };
}

const isKnown = ({ why }: SheetDay): boolean => why === null;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
