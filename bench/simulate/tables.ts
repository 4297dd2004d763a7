import type { Needs } from './extrapolation.js';
import { cpuOf, type Figures, perMillion, type Span } from './figures.js';

/** One line: what it is called, what came out at each size. */
type Line = readonly [what: string, value: (run: Figures) => number | null];

const LINES: readonly Line[] = [
  ['requests to the vendor a second', ({ asked, steady }) => asked.requests / steady.seconds],
  ['… of which pages of calls', ({ asked, steady }) => asked.callPages / steady.seconds],
  ['… refused (429) or failed', ({ asked }) => asked.refused + asked.failed],
  ['fetches a second', ({ fetches, steady }) => fetches.count / steady.seconds],
  ['in the queue, p50, s', ({ fetches }) => fetches.p50],
  ['in the queue, p99, s', ({ fetches }) => fetches.p99],
  ['fetches under way, on average', ({ fetches, steady }) => fetches.busy / steady.seconds],
  ['most overdue round, s', ({ overdue }) => overdue],
  ['lag (now − completeUntil), p50, s', ({ lag }) => lag.p50],
  ['lag, p99, s', ({ lag }) => lag.p99],
  ['days waiting to be scored at the end', ({ daysWaiting }) => daysWaiting],
  ['call records stored a second', ({ steady }) => steady.calls / steady.seconds],
  ['database, MB an hour', ({ steady }) => ((steady.bytes / steady.seconds) * 3_600) / 1e6],
  ['host, share of a core', ({ steady }) => steady.hostCpu / steady.seconds],
  [
    'database, share of a core',
    ({ steady }) => (steady.databaseCpu === null ? null : steady.databaseCpu / steady.seconds),
  ],
  ['CPU s a million calls', ({ steady }) => perMillion(cpuOf(steady), steady.calls)],
  ['memory of the host, MiB', ({ memoryMebibytes }) => memoryMebibytes],
];

/** A column for each size, and how often as much the largest is as the smallest. */
export function runsTable(runs: readonly Figures[]): string {
  const [least, most] = [runs[0], runs.at(-1)];
  if (least === undefined || most === undefined) return '';
  return table([
    [
      '',
      ...runs.map(({ tenants }) => `${number(tenants)} tenants`),
      `grows (tenants: × ${number(most.tenants / least.tenants)})`,
    ],
    ...LINES.map(([what, value]) => [
      what,
      ...runs.map((run) => number(value(run))),
      growth(value(least), value(most)),
    ]),
  ]);
}

/** What the first fetch of all of them at once took. */
export function firstTable(tenants: number, first: Span): string {
  return table([
    [`first fetch of a day, ${number(tenants)} tenants at once`, ''],
    ['call records', number(first.calls)],
    ['seconds', number(first.seconds)],
    ['CPU s a million calls: host', number(perMillion(first.hostCpu, first.calls))],
    [
      'CPU s a million calls: database',
      number(first.databaseCpu === null ? null : perMillion(first.databaseCpu, first.calls)),
    ],
    ['database, bytes a call', number(first.bytes / first.calls)],
  ]);
}

/** What more tenants need, which nobody has seen. */
export function needsTable({ tenants: tried }: Figures, needs: Needs): string {
  return table([
    [`extrapolated from ${number(tried)} tenants, not tried`, `${number(needs.tenants)} tenants`],
    ['requests to the vendor a second', number(needs.requestsASecond)],
    ['cores for hosts', number(needs.hostCores)],
    ['cores for the database', number(needs.databaseCores)],
    ['copies of the host', number(needs.copies)],
    ['database after 400 days, GB', number(needs.databaseGigabytes)],
  ]);
}

const growth = (from: number | null, to: number | null): string =>
  from === null || to === null || from === 0 || !Number.isFinite(to / from) ? '' : `× ${number(to / from)}`;

function number(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(2)));
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}
