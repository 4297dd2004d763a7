import type { Figures, Span } from './figures.js';

/** A copy is given no more than this share of a core, and of its workers, so that pages still open at once. */
const COPY_LOAD = 0.6;
const KEPT_DAYS = 400;
const WORKDAYS = KEPT_DAYS * (5 / 7);
const WORKING_HOURS = 8;

/** What so many tenants need. */
export interface Needs {
  readonly tenants: number;
  readonly requestsASecond: number;
  readonly hostCores: number;
  readonly databaseCores: number | null;
  readonly copies: number;
  /** Gigabytes that 400 days of calls take. */
  readonly databaseGigabytes: number;
}

/**
 * What more tenants need than were tried, were everything to grow with their number: the rule of three from what was
 * tried, and nothing that anybody has seen.
 *
 * @param first says how large a call is
 * @param jobsACopy how many connections one copy works on at once
 */
export function extrapolate(
  { tenants: tried, steady, asked, fetches }: Figures,
  first: Span,
  tenants: number,
  jobsACopy: number,
): Needs {
  const times = tenants / tried;
  const aSecond = (amount: number): number => (amount / steady.seconds) * times;
  const hostCores = aSecond(steady.hostCpu);
  const workers = aSecond(fetches.busy);
  const callsKept = aSecond(steady.calls) * 3_600 * WORKING_HOURS * WORKDAYS;
  return {
    tenants,
    requestsASecond: aSecond(asked.requests),
    hostCores,
    databaseCores: steady.databaseCpu === null ? null : aSecond(steady.databaseCpu),
    copies: Math.max(2, Math.ceil(hostCores / COPY_LOAD), Math.ceil(workers / (jobsACopy * COPY_LOAD))),
    databaseGigabytes: ((first.bytes / first.calls) * callsKept) / 1e9,
  };
}
