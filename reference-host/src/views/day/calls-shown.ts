import type { SurfaceDayInput } from '../shared/surface.js';

export const DAY_SHOWS = ['all', 'counted', 'not-counted', 'flagged', 'missed'] as const;

/** Which of a day's calls are listed. */
export type DayShow = (typeof DAY_SHOWS)[number];

const FITS: Record<DayShow, (input: SurfaceDayInput) => boolean> = {
  all: () => true,
  counted: isCounted,
  'not-counted': (input) => !isCounted(input),
  flagged: ({ flagged }) => flagged,
  missed: ({ outcome }) => outcome === 'missed',
};

function isCounted({ countedSeconds, points }: SurfaceDayInput): boolean {
  return countedSeconds > 0 || points !== 0;
}

export const shownCalls = (inputs: readonly SurfaceDayInput[], show: DayShow): readonly SurfaceDayInput[] =>
  inputs.filter(FITS[show]);

/** What an address asks for; everything where it asks for nothing that there is. */
export const readDayShow = (query: URLSearchParams): DayShow =>
  DAY_SHOWS.find((show) => show === query.get('show')) ?? 'all';

/** Up to so many calls are one table; more are folded by the hour, or nobody would find the end of the page. */
export const CALLS_AT_ONCE = 30;

/** The calls of one hour of a day. */
export interface HourOfCalls {
  /** How many hours after the day began; negative for calls that go on from the day before. */
  readonly hour: number;
  readonly inputs: readonly SurfaceDayInput[];
}

const HOUR_MS = 3_600_000;

/** A day's calls by the hour in which talk, or ringing, began: hours without calls are left out. */
export function callsByHour(inputs: readonly SurfaceDayInput[], begins: string): readonly HourOfCalls[] {
  const hours = new Map<number, SurfaceDayInput[]>();
  for (const input of inputs) {
    const at = Date.parse(input.connectedAt ?? input.startedAt);
    const hour = Math.max(-1, Math.floor((at - Date.parse(begins)) / HOUR_MS));
    hours.set(hour, [...(hours.get(hour) ?? []), input]);
  }
  return [...hours].map(([hour, calls]) => ({ hour, inputs: calls })).sort((a, b) => a.hour - b.hour);
}

/** When an hour of a day begins, in milliseconds. */
export const hourBegins = (hour: number, begins: string): number => Date.parse(begins) + hour * HOUR_MS;
