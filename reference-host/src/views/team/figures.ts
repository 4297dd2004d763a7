import { amount, counted, scoreText, shortDay, span, unbroken } from '../shared/format.js';
import type { SurfaceFigures, SurfacePeopleDays, SurfacePersonDay, SurfacePersonDays } from '../shared/surface.js';
import { type Shown, SHOWN } from './model.js';

/** What each figure is called. */
export const FIGURES: Readonly<Record<Shown, string>> = {
  score: 'Score',
  countedSeconds: 'Counted time',
  calls: 'Calls',
  missed: 'Missed',
};

/** Those of the figures that whoever looks is told. */
export const toldFigures = (answer: SurfacePeopleDays | null): readonly Shown[] =>
  answer?.explain === 'minutes' ? SHOWN.filter((name) => name !== 'score') : SHOWN;

/** A figure as it is read; what nobody knows is no 0. */
export function figureText(shown: Shown, value: number | null): string {
  if (value === null) return 'not known';
  if (shown === 'score') return scoreText(value);
  return shown === 'countedSeconds' ? unbroken(span(value)) : amount(value);
}

/** `score 12.50, 1 h 5 min counted, 4 calls, 1 missed` */
const figuresText = ({ score, countedSeconds, calls, missed }: SurfaceFigures): string =>
  `${score === null ? '' : `score ${scoreText(score)}, `}${span(countedSeconds)} counted, ${counted(calls, 'call')}, ${figureText('missed', missed)} missed`;

type Why = NonNullable<SurfacePersonDay['why']>;

/** Why a day is not known. */
export const WHY: Readonly<Record<Why, string>> = {
  'to-come': 'to come',
  'not-stored': 'not stored',
  'not-mapped': 'no line',
  'before-history': 'before the first calls',
  'no-longer-told': 'no longer told',
  'not-complete': 'not complete yet',
};

/** The figures of a day that is known; null of any other. */
export function knownFigures({ known, score, countedSeconds, calls, missed }: SurfacePersonDay): SurfaceFigures | null {
  if (!known || countedSeconds === null || calls === null) return null;
  return { score, countedSeconds, calls, missed };
}

/** Everything of a day in one sentence. */
export function dayText(day: SurfacePersonDay): string {
  const figures = knownFigures(day);
  const when = shortDay(day.day);
  if (figures !== null) return `${when}: ${figuresText(figures)}`;
  const soFar = day.soFar === null ? '' : `; so far ${figuresText(day.soFar)}`;
  return `${when}: not known, ${WHY[day.why ?? 'not-complete']}${soFar}`;
}

/** `2 not complete yet, 1 no line`: the days that are not known, by their reason; where all have one, the reason alone. */
export function unknownReasons({ days }: SurfacePersonDays): string {
  const reasons = (['not-complete', 'not-stored', 'not-mapped', 'before-history', 'no-longer-told'] as const)
    .map((why) => ({ words: WHY[why], count: days.filter((day) => day.why === why).length }))
    .filter(({ count }) => count > 0);
  if (reasons.length === 1) return reasons[0]?.words ?? '';
  return reasons.map(({ words, count }) => `${count} ${words}`).join(', ');
}
