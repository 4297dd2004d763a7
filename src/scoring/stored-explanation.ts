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
 * value, with times as numbers, and looks them up all at once: it is most of what opening a day costs.
 */
export async function storedExplanation(
  em: SqlEntityManager,
  tenantId: string,
  employeeId: string,
  day: Day,
): Promise<StoredExplanation | null> {
  const [row] = await em.execute<Row[]>(EXPLANATION, [tenantId, employeeId, day]);
  if (row === undefined) return null;
  const { inputs, calls, ...score } = row;
  const callOf = new Map(calls.map((call) => [call[0], listedCall(call)]));
  // What retention has deleted is listed no longer, though its score stays.
  const listed = inputs.flatMap((input) => {
    const call = callOf.get(input.callId);
    return call === undefined ? [] : [{ ...input, ...call }];
  });
  return { ...score, inputs: listed };
}

interface Row extends Omit<StoredExplanation, 'inputs'> {
  readonly inputs: readonly StoredInput[];
  readonly calls: readonly WrittenCall[];
}

/** As {@link EXPLANATION} writes a call. Times are milliseconds since the epoch. */
type WrittenCall = readonly [
  callId: string,
  externalId: string,
  direction: CallDirection,
  outcome: CallOutcome,
  startedMs: number,
  connectedMs: number | null,
  endedMs: number,
  number: string | null,
  name: string | null,
  internal: boolean,
];

function listedCall(call: WrittenCall): ListedCall {
  const [, externalId, direction, outcome, startedMs, connectedMs, endedMs, number, name, internal] = call;
  return {
    externalId,
    direction,
    outcome,
    startedAt: iso(startedMs),
    connectedAt: connectedMs === null ? null : iso(connectedMs),
    endedAt: iso(endedMs),
    number,
    name,
    internal,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const msOf = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

const EXPLANATION = `
  select s.score, s.counted_ms as "countedMs", s.because, s.inputs, (
    select coalesce(json_agg(json_build_array(r.id, r.external_id, r.direction, r.outcome, ${msOf('r.started_at')},
      ${msOf('r.connected_at')}, ${msOf('r.ended_at')}, r.counterparty_number, r.counterparty_name, r.internal)), '[]')
    from phone_system.call_record r
    where r.id = any (array(select (input ->> 'callId')::uuid from jsonb_array_elements(s.inputs) input))
      and r.tenant_id = s.tenant_id) as "calls"
  from phone_system.day_score s where s.tenant_id = ? and s.employee_id = ? and s.day = ?::date`;
