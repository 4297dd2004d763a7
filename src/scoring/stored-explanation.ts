import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallDirection, CallOutcome } from '../contract/index.js';
import type { StoredInput, StoredReason } from '../storage/index.js';
import type { Day } from '../support/days.js';

/** A day's score as it is stored, with its calls. */
export interface StoredExplanation {
  readonly score: string;
  readonly countedMs: number;
  readonly because: readonly StoredReason[];
  /** In the order in which the day lists them. */
  readonly inputs: readonly (StoredInput & ListedCall)[];
}

/** What a day shows of a call record. Times are ISO 8601 in UTC. */
export interface ListedCall {
  readonly externalId: string;
  readonly direction: CallDirection;
  readonly outcome: CallOutcome;
  readonly startedAt: string;
  readonly connectedAt: string | null;
  readonly endedAt: string;
  readonly number: string | null;
  readonly name: string | null;
  readonly internal: boolean;
}

/**
 * Reads a day's score with its calls; null where the day was never scored. The database writes the calls as one JSON
 * value: reading them as rows would take several times as long as everything else about opening a day. `offset 0` has
 * each call looked up by its id: how many a day lists is unknown to the planner, which else may read every call.
 */
export async function storedExplanation(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  day: Day,
): Promise<StoredExplanation | null> {
  const [row] = await em.execute<StoredExplanation[]>(EXPLANATION, [tenantId, employeeId, day]);
  return row ?? null;
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const EXPLANATION = `
  select s.score, s.counted_ms as "countedMs", s.because, (
    select coalesce(jsonb_agg(input || jsonb_build_object(
      'externalId', r.external_id, 'direction', r.direction, 'outcome', r.outcome, 'startedAt', ${iso('r.started_at')},
      'connectedAt', ${iso('r.connected_at')}, 'endedAt', ${iso('r.ended_at')}, 'number', r.counterparty_number,
      'name', r.counterparty_name, 'internal', r.internal) order by place), '[]')
    from jsonb_array_elements(s.inputs) with ordinality as listed (input, place)
    cross join lateral (
      select * from phone_system.call_record call
      where call.id = (input ->> 'callId')::uuid and call.tenant_id = s.tenant_id offset 0) r) as "inputs"
  from phone_system.day_score s where s.tenant_id = ? and s.employee_id = ? and s.day = ?::date`;
