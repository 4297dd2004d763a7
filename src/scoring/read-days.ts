import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantTerms } from '../contract/index.js';
import { type Ownership, phoneUsersOn } from '../mapping/index.js';
import { dayBounds, type Span } from '../support/days.js';
import { normalise } from '../support/intervals.js';
import type { EmployeeDay } from './changed-days.js';
import { groupedBy } from './grouped-by.js';
import type { RulesVersion } from './rules.js';
import type { DayInput } from './score-day.js';
import { callsIn, type LineSpan, type StoredCall } from './stored-calls.js';

/** What holds for all of a tenant's days, read within the tenant's turn. */
export interface ScoringBasis {
  readonly terms: TenantTerms;
  readonly ownerships: readonly Ownership[];
}

interface DayToRead extends EmployeeDay {
  readonly bounds: Span;
  /** Who the employee is on this day, over all connections. */
  readonly lines: readonly Ownership[];
}

/**
 * What the scores of days follow from, in the order of the days. It is read at once for all of them: the number of
 * queries does not depend on theirs.
 */
export async function readDays(
  em: SqlEntityManager,
  tenantId: string,
  {
    terms: { timeZone, workShift },
    ownerships,
    rulesVersions,
  }: ScoringBasis & { readonly rulesVersions: readonly RulesVersion[] },
  employeeDays: readonly EmployeeDay[],
): Promise<readonly DayInput[]> {
  const owned = groupedBy(ownerships, ({ employeeId }) => employeeId);
  const days = employeeDays.map(({ employeeId, day }) => ({
    employeeId,
    day,
    bounds: dayBounds(day, timeZone),
    lines: phoneUsersOn(owned.get(employeeId) ?? [], employeeId, day),
  }));
  const calls = groupedBy(await callsIn(em, tenantId, spansOf(days)), lineOf);
  return days.map(({ employeeId, day, bounds, lines }) => {
    const stored = lines.flatMap((line) => (calls.get(lineOf(line)) ?? []).filter(({ call }) => touches(call, bounds)));
    const exclusions = stored.flatMap(({ exclusion }) => exclusion ?? []);
    const records = stored.map(({ call }) => call);
    return { employeeId, day, timeZone, workShift, records, exclusions, rulesVersions };
  });
}

const lineOf = ({ connectionId, phoneUserId }: Pick<Ownership, 'connectionId' | 'phoneUserId'>): string =>
  `${connectionId} ${phoneUserId}`;

/** Neighbouring days of one line are one span. */
function spansOf(days: readonly DayToRead[]): LineSpan[] {
  const wanted = days.flatMap(({ lines, bounds }) => lines.map((line) => ({ line, bounds })));
  return [...groupedBy(wanted, ({ line }) => lineOf(line)).values()].flatMap((ofLine) => {
    const { connectionId, phoneUserId } = ofLine[0]!.line;
    const spans = normalise(ofLine.map(({ bounds: { from, to } }) => ({ from: from.getTime(), to: to.getTime() })));
    return spans.map(({ from, to }) => ({ connectionId, phoneUserId, from: new Date(from), to: new Date(to) }));
  });
}

const touches = ({ startedAt, endedAt }: StoredCall['call'], { from, to }: Span): boolean =>
  startedAt < to && (startedAt >= from || endedAt > from);
