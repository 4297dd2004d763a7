import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Day, dayOf, daysTouched, startOf, type Zones } from '../support/days.js';
import { byBytes } from '../support/name-order.js';
import { type Ownership, ownersOf } from './owners.js';

/** So many spans are looked up, and so many days written, in one statement. */
const SPANS_AT_ONCE = 100;
const DAYS_AT_ONCE = 5_000;

/**
 * Marks an employee's days to be scored again: those on which their phone users have stored records, in the given
 * spans. A record over the edge of a span marks all of its days, since it is judged as a whole. Call it in the
 * transaction that changes whose days they are.
 *
 * @param calendars the tenant's zones; where they change, the old ones as well, so that no day keeps what it has lost
 */
export async function markHeldDays(
  em: SqlEntityManager,
  tenantId: string,
  calendars: readonly Zones[],
  spans: readonly Ownership[],
): Promise<void> {
  const marked = new Map<string, Set<Day>>();
  for (const zones of new Set(calendars)) {
    for (let at = 0; at < spans.length; at += SPANS_AT_ONCE) {
      const some = spans.slice(at, at + SPANS_AT_ONCE);
      for (const { employeeId, days } of await storedDays(em, tenantId, zones, some)) {
        const before = marked.get(employeeId);
        if (before === undefined) marked.set(employeeId, days);
        else for (const day of days) before.add(day);
      }
    }
  }
  await mark(em, tenantId, marked);
}

/**
 * Marks the days of a tenant that have records of mapped phone users: for a change of time zone or work shift.
 *
 * @param since the first of them; left out, all
 */
export async function markTenantDays(
  em: SqlEntityManager,
  tenantId: string,
  calendars: readonly Zones[],
  since: Day = '',
): Promise<void> {
  const spans = (await ownersOf(em, tenantId))
    .filter(({ untilDay }) => untilDay === null || untilDay > since)
    .map((span) => ({ ...span, fromDay: (span.fromDay ?? '') < since ? since : span.fromDay }));
  await markHeldDays(em, tenantId, calendars, spans);
}

interface StoredCall {
  readonly place: number;
  readonly startedMs: string;
  readonly endedMs: string;
}

/**
 * For each span, the days of the records that have a part in it. `offset 0` has each span looked up in the index: how
 * many there are is unknown to the planner, which else may read every call of the tenant.
 */
async function storedDays(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  spans: readonly Ownership[],
): Promise<{ employeeId: string; days: Set<Day> }[]> {
  const asked = spans.map(({ connectionId, phoneUserId, fromDay, untilDay }, place) => ({
    place,
    connectionId,
    phoneUserId,
    from: startOf(fromDay, zones),
    until: startOf(untilDay, zones),
  }));
  const calls = await em.execute<StoredCall[]>(
    `select span."place", extract(epoch from r."started_at") * 1000 as "startedMs", extract(epoch from r."ended_at") * 1000 as "endedMs"
     from jsonb_to_recordset(?::jsonb)
       as span("place" int, "connectionId" uuid, "phoneUserId" text, "from" timestamptz, "until" timestamptz)
     cross join lateral (
       select call."tenant_id", call."started_at", call."ended_at" from "phone_system"."call_record" call
       where call."connection_id" = span."connectionId" and call."user_external_id" = span."phoneUserId"
         and (span."until" is null or call."started_at" < span."until")
         and (span."from" is null or call."started_at" >= span."from" or call."ended_at" > span."from") offset 0) r
     where r."tenant_id" = ?
     order by span."place", r."started_at"`,
    [JSON.stringify(asked), tenantId],
  );
  const found = spans.map(({ employeeId }) => ({ employeeId, days: new Set<Day>() }));
  for (const { place, startedMs, endedMs } of calls) {
    const [from, to] = [new Date(Number(startedMs)), new Date(Number(endedMs))];
    for (const day of [dayOf(from, zones), ...daysTouched(from, to, zones)]) found[place]?.days.add(day);
  }
  return found;
}

/**
 * In one order for everybody who marks days, by the bytes of the ids and not as JavaScript sorts them: so two transactions
 * that mark the same days wait for each other in turn.
 */
async function mark(
  em: SqlEntityManager,
  tenantId: string,
  marked: ReadonlyMap<string, ReadonlySet<Day>>,
): Promise<void> {
  const rows = [...marked.keys()]
    .sort(byBytes)
    .flatMap((employeeId) => [...(marked.get(employeeId) ?? [])].sort().map((day) => ({ employeeId, day })));
  for (let at = 0; at < rows.length; at += DAYS_AT_ONCE) {
    await em.execute(
      `insert into "phone_system"."changed_employee_day" ("tenant_id", "employee_id", "day", "changes")
       select ?, row."employeeId", row."day", 1
       from rows from (jsonb_to_recordset(?::jsonb) as ("employeeId" text, "day" date)) with ordinality
         as row("employeeId", "day", "place")
       order by row."place"
       on conflict ("tenant_id", "employee_id", "day")
       do update set "changes" = "changed_employee_day"."changes" + 1`,
      [tenantId, JSON.stringify(rows.slice(at, at + DAYS_AT_ONCE))],
    );
  }
}
