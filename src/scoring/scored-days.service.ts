import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { type Day, daysBetween } from '../support/days.js';
import { callView, type CallView } from './call-view.js';
import { type DayStates, readStates } from './day-states.js';
import { type DayTotalView, type DayView, explanationView } from './scored-day-views.js';
import { storedExplanation } from './stored-explanation.js';

/**
 * What was scored, with its explanation: read as it was stored with the score, never computed a second time. What the
 * caller may see is decided before.
 */
@Injectable()
export class ScoredDays {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /** One day with its calls. A day without any has a score of 0. */
  async day(tenantId: string, employeeId: string, day: Day): Promise<DayView> {
    const em = this.database.of(tenantId);
    const explanation = await storedExplanation(em, tenantId, employeeId, day);
    const states = await readStates(em, tenantId, employeeId, { from: day, to: day });
    const timeZone = await this.zoneOf(tenantId, states);
    return { employeeId, day, timeZone, ...states.of(day, timeZone), ...explanationView(explanation) };
  }

  /** The totals of every day of a span, both ends included. */
  async days(tenantId: string, employeeId: string, from: Day, to: Day): Promise<{ items: readonly DayTotalView[] }> {
    const em = this.database.of(tenantId);
    const totals = await totalsOf(em, tenantId, employeeId, from, to);
    const states = await readStates(em, tenantId, employeeId, { from, to });
    const timeZone = await this.zoneOf(tenantId, states);
    const items = daysBetween(from, to).map((day) => ({
      day,
      ...(totals.get(day) ?? { score: 0, countedSeconds: 0, inputs: 0, flagged: 0 }),
      complete: states.of(day, timeZone).complete,
    }));
    return { items };
  }

  /** One call, with what it earned on each day; null where the tenant has none of this id. */
  async call(tenantId: string, callId: string): Promise<CallView | null> {
    const { timeZone } = await this.terms.last(tenantId);
    return await callView(this.database.of(tenantId), tenantId, timeZone, callId);
  }

  /** Where none was noted yet, the host is asked. */
  private async zoneOf(tenantId: string, { timeZone }: DayStates): Promise<string> {
    return timeZone ?? (await this.terms.last(tenantId)).timeZone;
  }
}

/** Counted in the database, which spares reading every explanation. */
async function totalsOf(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  from: Day,
  to: Day,
): Promise<ReadonlyMap<Day, Omit<DayTotalView, 'day' | 'complete'>>> {
  const rows = await em.execute<{ day: Day; score: string; countedMs: number; inputs: number; flagged: number }[]>(
    `select day::text as "day", score, counted_ms as "countedMs", jsonb_array_length(inputs) as "inputs",
       (select count(*)::int from jsonb_array_elements(inputs) input where input ->> 'flagReason' is not null) as "flagged"
     from phone_system.day_score where tenant_id = ? and employee_id = ? and day between ?::date and ?::date`,
    [tenantId, employeeId, from, to],
  );
  return new Map(
    rows.map(({ day, score, countedMs, inputs, flagged }) => [
      day,
      { score: Number(score), countedSeconds: countedMs / 1000, inputs, flagged },
    ]),
  );
}
