import type { SqlEntityManager } from '@mikro-orm/sql';
import { CallRecordEntity, type ApartSpanEntity } from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { markTouched, spellingsOf, TOUCHED, type TouchedCall } from './erase-mentions.js';
import { takeOutCalls } from './take-out-calls.js';

/** Takes out the calls of a line that began within a span. */
export async function sweepLine(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  { connectionId, what, fromAt, untilAt }: ApartSpanEntity,
): Promise<void> {
  const startedAt = { ...(fromAt && { $gte: fromAt }), ...(untilAt && { $lt: untilAt }) };
  const calls = await em.find(
    CallRecordEntity,
    { connectionId: connectionId!, userExternalId: what, ...(fromAt || untilAt ? { startedAt } : {}) },
    {
      fields: ['id', 'connectionId', 'conversationId', 'userExternalId', 'startedAt', 'endedAt'],
      disableIdentityMap: true,
    },
  );
  await markTouched(em, tenantId, zones, await takeOutCalls(em, tenantId, calls));
}

/** Takes names and numbers out of the calls that began within their spans. Times and scores stay. */
export async function sweepMentions(
  em: SqlEntityManager,
  tenantId: string,
  zones: Zones,
  spans: readonly ApartSpanEntity[],
): Promise<void> {
  const rows = spans.map(({ kind, what, fromAt, untilAt }) => ({ kind, what, from: fromAt, until: untilAt }));
  const numbers = rows.filter(({ kind }) => kind === 'number');
  const names = rows.filter(({ kind }) => kind === 'name');
  const spellings = await spellingsOf(
    em,
    tenantId,
    names.map(({ what }) => what),
  );
  const spelled = names.flatMap((row) => (spellings.get(row.what) ?? []).map((what) => ({ ...row, what })));
  const touched = await em.execute<TouchedCall[]>(
    `with apart as materialized (
       select * from jsonb_to_recordset(?::jsonb) as apart (kind text, what text, "from" timestamptz, until timestamptz)),
     told as (
       select r.id, r.counterparty_number = a.what and a.kind = 'number' as by_number,
         r.counterparty_name = a.what and a.kind = 'name' as by_name, r.via_number = a.what and a.kind = 'number' as by_line
       from phone_system.call_record r
       join apart a on a.what in (r.counterparty_number, r.counterparty_name, r.via_number)
         and (a."from" is null or r.started_at >= a."from") and (a.until is null or r.started_at < a.until)
       where r.tenant_id = ?),
     found as (
       select id, coalesce(bool_or(by_number), false) as by_number, coalesce(bool_or(by_name), false) as by_name,
         coalesce(bool_or(by_line), false) as by_line
       from told group by id)
     update phone_system.call_record r set
       counterparty_number = case when by_number or (by_name and r.internal) then null else r.counterparty_number end,
       counterparty_name = case when by_number or by_name then null else r.counterparty_name end,
       via_number = case when by_line then null else r.via_number end
     from found where r.id = found.id and (by_number or by_name or by_line)
     returning ${TOUCHED}`,
    [JSON.stringify([...numbers, ...spelled]), tenantId],
  );
  await markTouched(em, tenantId, zones, touched);
}

/**
 * Empties the days of employees of which nothing is stored, and takes out what was objected to there. The host was told of
 * these days, and is told that nothing is left of them.
 */
export async function sweepPeople(
  em: SqlEntityManager,
  tenantId: string,
  employeeIds: readonly string[],
): Promise<void> {
  const ids = JSON.stringify(employeeIds);
  const isOutside = (table: string): string =>
    `${table}.tenant_id = ? and e.tenant_id = ${table}.tenant_id and e.id = ${table}.employee_id
       and e.id in (select jsonb_array_elements_text(?::jsonb))
       and (${table}.day < e.stored_from or ${table}.day >= e.stored_until)`;
  await em.execute(
    `update phone_system.day_score s set score = '0.00', counted_ms = 0, inputs = '[]', because = '[]', answer = null,
       listed = 0, flagged = 0, frozen_at = null, revision = revision + 1
     from phone_system.employee e
     where ${isOutside('s')} and (score <> '0.00' or inputs <> '[]' or because <> '[]' or frozen_at is not null)`,
    [tenantId, ids],
  );
  await em.execute(`delete from phone_system.objection o using phone_system.employee e where ${isOutside('o')}`, [
    tenantId,
    ids,
  ]);
  await em.execute(
    `delete from phone_system.changed_employee_day c using phone_system.employee e where ${isOutside('c')}`,
    [tenantId, ids],
  );
}
