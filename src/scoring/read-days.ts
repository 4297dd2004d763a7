import type { SqlEntityManager } from '@mikro-orm/sql';
import { employeeOf, type Ownership, phoneUsersOn } from '../mapping/index.js';
import type { DayTerms } from '../support/day-terms.js';
import { dayBounds, type Span } from '../support/days.js';
import { normalise } from '../support/intervals.js';
import type { EmployeeDay } from './changed-days.js';
import { groupedBy } from './grouped-by.js';
import { earnPerCall, type RulesVersion } from './rules.js';
import type { DayInput } from './score-day.js';
import { dayOfCall } from './scored-call.js';
import { callsIn, callsTogetherWith, type LineSpan, type StoredCall } from './stored-calls.js';

/** What holds for all of a tenant's days, read within the tenant's turn. */
export interface ScoringBasis {
  readonly terms: DayTerms;
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
    terms: { timeZone, workShift, past },
    ownerships,
    rulesVersions,
  }: ScoringBasis & { readonly rulesVersions: readonly RulesVersion[] },
  employeeDays: readonly EmployeeDay[],
): Promise<readonly DayInput[]> {
  const terms = { timeZone, workShift, ...(past && { past }) };
  const owned = groupedBy(ownerships, ({ employeeId }) => employeeId);
  const days = employeeDays.map(({ employeeId, day }) => ({
    employeeId,
    day,
    bounds: dayBounds(day, terms),
    lines: phoneUsersOn(owned.get(employeeId) ?? [], employeeId, day),
  }));
  const callsOf = callsByDay(days, await callsIn(em, tenantId, spansOf(days)));
  const listed = days.flatMap(({ bounds }, at) => callsOf[at]!.map(({ call }) => ({ callId: call.callId, ...bounds })));
  const together = earnPerCall(rulesVersions) ? await callsTogetherWith(em, tenantId, listed) : [];
  const conversations = groupedBy(together, ({ call }) => call.conversationId);
  return days.map(({ employeeId, day }, at) => {
    const onDay = callsOf[at]!;
    const earlier = [...new Set(onDay.map(({ call }) => call.conversationId))]
      .flatMap((id) => conversations.get(id) ?? [])
      .filter(({ call, ...line }) => {
        const began = dayOfCall(call, terms);
        return began < day && employeeOf(owned.get(employeeId) ?? [], line, began) !== null;
      });
    const exclusions = [...onDay, ...earlier].flatMap(({ exclusion }) => exclusion ?? []);
    const objections = onDay.flatMap(({ objection }) => objection ?? []);
    const records = onDay.map(({ call }) => call);
    const before = earlier.map(({ call }) => call);
    return { ...terms, employeeId, day, records, before, exclusions, objections, rulesVersions };
  });
}

/** The calls that start on a day or last into it, for each of the days: every call is held against its own few days only. */
function callsByDay(days: readonly DayToRead[], calls: readonly StoredCall[]): readonly (readonly StoredCall[])[] {
  const found = days.map((): StoredCall[] => []);
  const wanted = days.flatMap(({ lines, bounds }, at) =>
    lines.map((line) => ({ line, from: bounds.from.getTime(), to: bounds.to.getTime(), found: found[at]! })),
  );
  wanted.sort((a, b) => a.from - b.from);
  const daysOf = groupedBy(wanted, ({ line }) => lineOf(line));
  for (const stored of calls) {
    const ofLine = daysOf.get(lineOf(stored)) ?? [];
    const [from, to] = [stored.call.startedAt.getTime(), stored.call.endedAt.getTime()];
    for (let at = firstEndingAfter(ofLine, from); at < ofLine.length; at++) {
      const day = ofLine[at]!;
      if (day.from > from && day.from >= to) break;
      day.found.push(stored);
    }
  }
  return found;
}

function firstEndingAfter(spans: readonly { readonly to: number }[], instant: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.to > instant) high = middle;
    else low = middle + 1;
  }
  return low;
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
