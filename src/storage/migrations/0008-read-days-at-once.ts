import { Migration } from '@mikro-orm/migrations';

/**
 * What stands behind the pages that people open most, each answered in one round trip. A function tells the database
 * whose rows it is about to read, as every transaction does, so row-level security holds inside it; and the server plans
 * its query once for each connection instead of at each opening. What was said before is said again at the end: nothing
 * that follows in the same transaction sees another tenant's rows.
 */
export class ReadDaysAtOnce extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

/** An instant in milliseconds since the epoch. */
export const msOf = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

export const stateColumns = `"timeZone" text, "reaches" json, "ownerships" json, "waiting" json, "waitingLines" json`;

/** What the states of an employee's days follow from, but for what waits to be scored. */
export const basisOfStates = `
  (select t.terms ->> 'timeZone' from phone_system.tenant t where t.tenant_id = _tenant),
  (select coalesce(json_agg(json_build_array(c.id, c.status, ${msOf('c.history_from')}, ${msOf('c.complete_until')})), '[]')
    from phone_system.connection c where c.tenant_id = _tenant),
  (select coalesce(json_agg(json_build_object('connectionId', m.connection_id, 'phoneUserId', m.phone_user_id,
      'employeeId', m.employee_id, 'fromDay', m.from_day, 'untilDay', m.until_day)), '[]')
    from phone_system.mapping m
    where m.tenant_id = _tenant and m.employee_id = _employee and m.phone_user_id is not null)`;

/** What the states of an employee's days follow from. */
export const statesOn = (days: string): string => `${basisOfStates},
  (select coalesce(json_agg(d.day), '[]') from phone_system.changed_employee_day d
    where d.tenant_id = _tenant and d.employee_id = _employee and d.day ${days}),
  (select coalesce(json_agg(json_build_object('connectionId', d.connection_id, 'phoneUserId', d.user_external_id,
      'day', d.day)), '[]')
    from phone_system.mapping m
    join phone_system.changed_phone_user_day d
      on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
    where m.tenant_id = _tenant and m.employee_id = _employee and d.day ${days})`;

/** A function that says whose rows it reads, reads them, and says what was said before. */
export const reading = (name: string, days: string, columns: string, query: string): string => `
  create function "phone_system"."${name}"(_tenant text, _employee text, ${days})
  returns table (${columns}) language plpgsql as $$
  declare
    _before text := coalesce(current_setting('phone_system.tenant', true), '');
  begin
    perform set_config('phone_system.tenant', _tenant, true);
    return query ${query};
    perform set_config('phone_system.tenant', _before, true);
  end $$`;

const statements = [
  reading(
    'read_day',
    '_day date',
    `"known" boolean, "managerId" text, ${stateColumns}, "score" text, "countedMs" int, "because" jsonb, "inputs" jsonb, "calls" json`,
    `select e.id is not null, e.manager_id, ${statesOn('= _day')},
       s.score, s.counted_ms, s.because, s.inputs, (
         select json_agg(json_build_array(r.id, r.external_id, r.direction, r.outcome, ${msOf('r.started_at')},
           ${msOf('r.connected_at')}, ${msOf('r.ended_at')}, r.counterparty_number, r.counterparty_name, r.internal))
         from phone_system.call_record r
         where r.id = any (array(select (input ->> 'callId')::uuid from jsonb_array_elements(s.inputs) input))
           and r.tenant_id = _tenant)
     from (select 1) one
     left join phone_system.employee e on e.tenant_id = _tenant and e.id = _employee
     left join phone_system.day_score s on s.tenant_id = _tenant and s.employee_id = _employee and s.day = _day`,
  ),
  reading(
    'read_day_totals',
    '_from date, _until date',
    `${stateColumns}, "totals" json`,
    `select ${statesOn('between _from and _until')}, (
       select coalesce(json_agg(json_build_array(s.day, s.score, s.counted_ms, jsonb_array_length(s.inputs), (
         select count(*) from jsonb_array_elements(s.inputs) input where input ->> 'flagReason' is not null))), '[]')
       from phone_system.day_score s
       where s.tenant_id = _tenant and s.employee_id = _employee and s.day between _from and _until)`,
  ),
];
