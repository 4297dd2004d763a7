import type {
  SurfacePeopleDays,
  SurfacePersonDay,
  SurfacePersonDays,
} from '../../reference-host/src/views/shared/surface.js';
import type { TeamModel, TeamQuery } from '../../reference-host/src/views/team/model.js';
import { daysOf, type DaySpan } from '../../reference-host/src/views/team/span.js';

export const WEEK = { from: '2026-11-16', to: '2026-11-22' };
export const MONTH = { from: '2026-11-01', to: '2026-11-30' };
export const TODAY = '2026-11-20';

const nothing = { score: null, countedSeconds: null, calls: null, missed: null };

/** A day of a made-up person: known until yesterday, but for what is said. */
export function personDay(day: string, seed: number, why: SurfacePersonDay['why'] = null): SurfacePersonDay {
  const reason = day > TODAY ? 'to-come' : (why ?? (day === TODAY ? 'not-complete' : null));
  const score = ((seed * 37 + Number(day.slice(8)) * 13) % 90) + 0.5;
  const figures = { score, countedSeconds: Math.round(score * 60), calls: (seed % 9) + 1, missed: seed % 3 };
  if (reason === null) return { day, known: true, why: null, ...figures, soFar: null };
  return { day, known: false, why: reason, ...nothing, soFar: reason === 'not-complete' ? figures : null };
}

/** Somebody with their days, added up. */
export function personDays(id: string, name: string, days: readonly SurfacePersonDay[]): SurfacePersonDays {
  const known = days.filter((day) => day.known);
  const sum = (figure: 'score' | 'countedSeconds' | 'calls' | 'missed') =>
    known.reduce((all, day) => all + (day[figure] ?? 0), 0);
  return {
    employee: { id, name },
    days,
    total: {
      ...{ score: sum('score'), countedSeconds: sum('countedSeconds'), calls: sum('calls'), missed: sum('missed') },
      knownDays: known.length,
      unknownDays: days.filter(({ known: is, why }) => !is && why !== 'to-come').length,
    },
    earlier: known.length === 0 ? null : { score: sum('score') * 0.9, countedSeconds: sum('countedSeconds') * 0.9 },
  };
}

/** A team of these people, each with the days of a span. */
export function team(names: readonly string[], span: DaySpan, why?: SurfacePersonDay['why']): SurfacePersonDays[] {
  return names.map((name, at) =>
    personDays(
      `p${at}`,
      name,
      daysOf(span).map((day) => personDay(day, at, why)),
    ),
  );
}

/** What the surface answers, with all of these people on one page. */
export const answerOf = (
  items: readonly SurfacePersonDays[],
  more: Partial<SurfacePeopleDays> = {},
): SurfacePeopleDays => ({
  explain: 'points',
  timeZone: 'America/New_York',
  today: TODAY,
  readAt: '2026-11-20T15:04:00.000Z',
  manager: { id: 'e2', name: 'Lee Park' },
  found: items.length,
  ranking: false,
  middle: {
    figures: { score: 140.25, countedSeconds: 8_415, calls: 22, missed: 3 },
    why: null,
    people: items.length,
    days: 4,
    leastGroup: 5,
  },
  items,
  nextPage: null,
  ...more,
});

/** The page's model for a manager who looks at her own reports by name. */
export const teamModelOf = (
  answer: SurfacePeopleDays | null,
  query: Partial<TeamQuery> = {},
  more: Partial<TeamModel> = {},
): TeamModel => ({
  query: { ...WEEK, manager: '', search: '', sort: 'name', shown: 'score', page: 1, ...query },
  today: TODAY,
  managers: null,
  managerOf: {},
  ownId: 'e2',
  answer,
  refused: null,
  ...more,
});
