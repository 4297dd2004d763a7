import type { Asked } from './vendor.js';

/** What a span of time took. */
export interface Span {
  readonly seconds: number;
  readonly hostCpu: number;
  /** Null where the server runs on another machine. */
  readonly databaseCpu: number | null;
  /** Call records that were stored. */
  readonly calls: number;
  /** By which the database grew. */
  readonly bytes: number;
}

/** Some minutes of an ordinary day with so many tenants. */
export interface Figures {
  readonly tenants: number;
  readonly steady: Span;
  readonly asked: Asked;
  /** Turns of connections: seconds in the queue, and how long all of them together took. */
  readonly fetches: { readonly count: number; readonly p50: number; readonly p99: number; readonly busy: number };
  readonly lag: { readonly p50: number; readonly p99: number };
  readonly overdue: number;
  readonly daysWaiting: number;
  readonly memoryMebibytes: number;
}

/** Everything that was seen. */
export interface Simulation {
  /** The fetching of every tenant's last day, all at once. */
  readonly first: Span;
  /** Fewest tenants first. */
  readonly runs: readonly Figures[];
}

/** Processor seconds of host and database together. */
export const cpuOf = ({ hostCpu, databaseCpu }: Span): number => hostCpu + (databaseCpu ?? 0);

export const perMillion = (amount: number, calls: number): number => (calls === 0 ? NaN : (amount / calls) * 1e6);
