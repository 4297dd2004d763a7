import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantTerms } from '../contract/index.js';
import { type Ownership, phoneUsersOn } from '../mapping/index.js';
import { DayScoreEntity } from '../storage/index.js';
import { dayBounds, type Span } from '../support/days.js';
import { normalise } from '../support/intervals.js';
import type { EmployeeDay } from './changed-days.js';
import { groupedBy } from './grouped-by.js';
import { rulesVersionsOf } from './rules-versions.js';
import { type DayResult, scoreDay } from './score-day.js';
import { callsIn, type LineSpan, type StoredCall } from './stored-calls.js';

/** What holds for all of a tenant's days, read within the tenant's turn. */
export interface ScoringBasis {
  readonly terms: TenantTerms;
  readonly ownerships: readonly Ownership[];
}

interface DayToScore extends EmployeeDay {
  readonly bounds: Span;
  /** Who the employee is on this day, over all connections. */
  readonly lines: readonly Ownership[];
}

/**
 * Scores days from what is stored, and stores what is different. Runs in a transaction that holds the tenant's turn.
 * What it reads, it reads at once for all days: the number of queries does not depend on theirs.
 */
export async function scoreDays(
  em: SqlEntityManager,
  tenantId: string,
  { terms: { timeZone, workShift }, ownerships }: ScoringBasis,
  employeeDays: readonly EmployeeDay[],
): Promise<void> {
  if (employeeDays.length === 0) return;
  const owned = groupedBy(ownerships, ({ employeeId }) => employeeId);
  const days = employeeDays.map(({ employeeId, day }) => ({
    employeeId,
    day,
    bounds: dayBounds(day, timeZone),
    lines: phoneUsersOn(owned.get(employeeId) ?? [], employeeId, day),
  }));
  const calls = groupedBy(await callsIn(em, tenantId, spansOf(days)), lineOf);
  const rulesVersions = await rulesVersionsOf(em, tenantId);
  const results = days.map(({ employeeId, day, bounds, lines }) => {
    const stored = lines.flatMap((line) => (calls.get(lineOf(line)) ?? []).filter(({ call }) => touches(call, bounds)));
    const exclusions = stored.flatMap(({ exclusion }) => exclusion ?? []);
    const records = stored.map(({ call }) => call);
    return scoreDay({ employeeId, day, timeZone, workShift, records, exclusions, rulesVersions });
  });
  await storeDifferent(em, tenantId, results);
}

const lineOf = ({ connectionId, phoneUserId }: Pick<Ownership, 'connectionId' | 'phoneUserId'>): string =>
  `${connectionId} ${phoneUserId}`;

/** Neighbouring days of one line are one span. */
function spansOf(days: readonly DayToScore[]): LineSpan[] {
  const wanted = days.flatMap(({ lines, bounds }) => lines.map((line) => ({ line, bounds })));
  return [...groupedBy(wanted, ({ line }) => lineOf(line)).values()].flatMap((ofLine) => {
    const { connectionId, phoneUserId } = ofLine[0]!.line;
    const spans = normalise(ofLine.map(({ bounds: { from, to } }) => ({ from: from.getTime(), to: to.getTime() })));
    return spans.map(({ from, to }) => ({ connectionId, phoneUserId, from: new Date(from), to: new Date(to) }));
  });
}

const touches = ({ startedAt, endedAt }: StoredCall['call'], { from, to }: Span): boolean =>
  startedAt < to && (startedAt >= from || endedAt > from);

/** A day that never had anything gets no row; one that had keeps it, empty, since it was told to the host. */
async function storeDifferent(em: SqlEntityManager, tenantId: string, results: readonly DayResult[]): Promise<void> {
  const stored = await em.find(
    DayScoreEntity,
    { tenantId, $or: results.map(({ employeeId, day }) => ({ employeeId, day })) },
    { disableIdentityMap: true },
  );
  const rowOf = new Map(stored.map((row) => [keyOf(row), row]));
  const rows = results.flatMap((result) => {
    const before = rowOf.get(keyOf(result));
    const content = contentOf(result);
    if (before === undefined ? result.inputs.length === 0 : isSame(before, content)) return [];
    const { employeeId, day } = result;
    return [{ tenantId, employeeId, day, ...content, revision: (before?.revision ?? 0) + 1 }];
  });
  if (rows.length === 0) return;
  await em.upsertMany(DayScoreEntity, rows, {
    onConflictFields: ['tenantId', 'employeeId', 'day'],
    onConflictMergeFields: ['score', 'countedMs', 'inputs', 'because', 'revision'],
    disableIdentityMap: true,
  });
}

const keyOf = ({ employeeId, day }: EmployeeDay): string => `${day} ${employeeId}`;

type Content = Pick<DayScoreEntity, 'score' | 'countedMs' | 'inputs' | 'because'>;

const contentOf = ({ score, countedMs, inputs, because }: DayResult): Content => ({
  score,
  countedMs,
  inputs: inputs.map(({ callId, flagReason, countedMs, points, text }) => ({
    callId,
    flagReason,
    countedMs,
    points,
    text,
  })),
  because: because.map(({ rule, points, callIds, text }) => ({ rule, points, callIds: [...callIds], text })),
});

const isSame = ({ score, countedMs, inputs, because }: DayScoreEntity, content: Content): boolean =>
  isDeepStrictEqual({ score, countedMs, inputs, because }, content);
