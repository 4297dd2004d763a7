import type { SurfaceFigures, SurfaceMe, SurfacePeopleDays } from '../shared/surface.js';
import { type DaySpan, lengthOf } from './span.js';

export const TEAM_PATH = '/team';

/** Whether somebody may see the days of a team. */
export const leadsTeam = ({ role, leads }: Pick<SurfaceMe, 'role' | 'leads'>): boolean => leads || role === 'admin';

/** The figure that stands in the days. */
export const SHOWN = ['score', 'countedSeconds', 'calls', 'missed'] as const;
export type Shown = (typeof SHOWN)[number] & keyof SurfaceFigures;

/** What of a team is looked at; it stands in the page's address. */
export interface TeamQuery extends DaySpan {
  /** An administrator may look at one manager's reports; empty is everybody. */
  readonly manager: string;
  readonly search: string;
  readonly sort: string;
  readonly shown: Shown;
  readonly page: number;
}

/** Somebody to whom people report. */
export interface Manager {
  readonly id: string;
  readonly name: string;
}

/** Everything that the page of a team shows. */
export interface TeamModel {
  readonly query: TeamQuery;
  /** The tenant's own day. */
  readonly today: string;
  /** Whom an administrator may choose among; null for whoever sees their own reports alone. */
  readonly managers: readonly Manager[] | null;
  /** To whom each of those who are listed reports, for an administrator. */
  readonly managerOf: Readonly<Record<string, Manager>>;
  /** Whose day the page leads to where there is no team. */
  readonly ownId: string;
  /** Null where it was refused. */
  readonly answer: SurfacePeopleDays | null;
  /** Why it was, in a sentence. */
  readonly refused: string | null;
}

/** More days than these do not stand beside each other. */
export const MOST_DAYS = 62;

/** Seven days have room for their figures; more of them are bars. */
export const isWide = (span: DaySpan): boolean => lengthOf(span) > 7;

/** The page with other days, other people or another order; what is as usual is left out. */
export function teamHref(query: TeamQuery, change: Partial<TeamQuery> = {}): string {
  const { from, to, shown, page, ...people } = { ...query, page: 1, ...change };
  const params = paramsOf({
    from,
    to,
    ...people,
    show: shown === 'score' ? '' : shown,
    page: page === 1 ? '' : `${page}`,
  });
  return `${TEAM_PATH}?${params}`;
}

/** The page of a week or a month alone. */
export const teamSpanHref = ({ from, to }: DaySpan): string => `${TEAM_PATH}?${paramsOf({ from, to })}`;

/** What the surface is asked for. */
export const surfaceQuery = ({ from, to, manager, search, sort, page }: TeamQuery): string =>
  paramsOf({ from, to, manager, search, sort, page: page === 1 ? '' : `${page}` });

/** The same people and days as a file. */
export const csvHref = (query: TeamQuery): string =>
  `/api/phone-systems/people/days?${surfaceQuery({ ...query, page: 1 })}&format=csv`;

function paramsOf(all: Readonly<Record<string, string>>): string {
  const { sort = '', ...others } = all;
  const given = Object.entries({ ...others, sort: sort === 'name' ? '' : sort }).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}
