import { Migration } from '@mikro-orm/migrations';

/**
 * Every statement that days are read by, whole: until here each migration had changed the text of the one before. Days
 * are opened several at a time, each as the database keeps it at that moment, because a round trip costs a copy of the
 * host more than what it brings.
 *
 * A function tells the database whose rows it is about to read, as every transaction does, so row-level security holds
 * inside it, and says at its end what was said before. What copies of the last release ask stays.
 */
export class ReadDaysInOnePlace extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

/** An instant in milliseconds since the epoch. */
const msOf = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** How far the calls of the tenant's connections are stored. */
const reaches = `(
  select coalesce(json_agg(json_build_array(c.id, c.status, ${msOf('c.history_from')}, ${msOf('c.complete_until')},
    coalesce(c.untold, '[]'))), '[]')
  from phone_system.connection c
  where c.tenant_id = _tenant)`;

/** The lines that somebody has or had. */
const ownershipsOf = (whose: string): string => `(
  select coalesce(json_agg(json_build_object('connectionId', m.connection_id, 'phoneUserId', m.phone_user_id,
    'employeeId', m.employee_id, 'fromDay', m.from_day, 'untilDay', m.until_day)), '[]')
  from phone_system.mapping m
  where m.tenant_id = _tenant and m.employee_id ${whose} and m.phone_user_id is not null)`;

/** From when to when calls of somebody are stored; null where it is all time, for all of them. */
const storedSpansOf = (whose: string): string => `(
  select json_agg(json_build_array(x.id, x.stored_from, x.stored_until, x.back_from))
  from phone_system.employee x
  where x.tenant_id = _tenant and x.id ${whose}
    and (x.stored_from is not null or x.stored_until is not null or x.back_from is not null))`;

/** The lines of somebody with days that wait to be scored. */
const waitingLinesOf = (whose: string, days: string): string => `(
  select coalesce(json_agg(json_build_object('connectionId', d.connection_id, 'phoneUserId', d.user_external_id,
    'day', d.day)), '[]')
  from phone_system.mapping m
  join phone_system.changed_phone_user_day d
    on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
  where m.tenant_id = _tenant and m.employee_id ${whose} and d.day ${days})`;

/** Of a stored day: sums are wider than their column where a day lists as much. */
const countedMs = `case when s.counted_ms < 2147483647 then s.counted_ms else (
    select sum((input ->> 'countedMs')::bigint) from jsonb_array_elements(s.inputs) input) end`;

const objections = `(
  select json_agg(json_build_object('id', o.id, 'callId', o.call_id, 'text', o.text,
    'objectedMs', ${msOf('o.objected_at')}, 'answer', o.answer, 'step', o.step, 'answerText', o.answer_text,
    'answeredBy', o.answered_by, 'answeredMs', ${msOf('o.answered_at')}, 'answererName', (
      select a.name from phone_system.employee a where a.tenant_id = _tenant and a.id = o.answered_by))
    order by o.objected_at, o.id)
  from phone_system.objection o
  where o.tenant_id = _tenant and o.employee_id = _employee and o.day = _day)`;

const calls = `(
  select json_agg(json_build_array(r.id, r.external_id, r.direction, r.outcome, ${msOf('r.started_at')},
    ${msOf('r.connected_at')}, ${msOf('r.ended_at')}, r.counterparty_number, r.counterparty_name, r.internal))
  from phone_system.call_record r
  where r.id = any (array(select (input ->> 'callId')::uuid from jsonb_array_elements(s.inputs) input))
    and r.tenant_id = _tenant)`;

/** One day of one employee. What most days have nothing of is asked for only where there is any. */
const aDay = `select
    json_build_object(
      'exists', e.id is not null,
      'managerId', e.manager_id,
      'timeZone', case when t.past_terms = '[]' then t.terms -> 'timeZone' end,
      'workShift', case when t.past_terms = '[]' then t.terms -> 'workShift' end,
      'objections', case when exists (select from phone_system.objection o
        where o.tenant_id = _tenant and o.employee_id = _employee and o.day = _day) then ${objections} end,
      'storedSpans', case when e.stored_from is not null or e.stored_until is not null or e.back_from is not null
        then json_build_array(json_build_array(e.id, e.stored_from, e.stored_until, e.back_from)) end,
      'reaches', ${reaches},
      'ownerships', ${ownershipsOf('= _employee')},
      'waiting', case when w.day then json_build_array(_day) else '[]' end,
      'waitingLines', case when w.lines then ${waitingLinesOf('= _employee', '= _day')} else '[]' end),
    case when not w.day and not w.lines then s.answer end,
    case when s.day is not null and (w.day or w.lines or s.answer is null) then json_build_object('score', s.score,
      'countedMs', s.counted_ms, 'because', s.because, 'inputs', s.inputs, 'calls', ${calls}) end
  from (select
      exists (select from phone_system.changed_employee_day d
        where d.tenant_id = _tenant and d.employee_id = _employee and d.day = _day) as day,
      exists (select from phone_system.mapping m
        join phone_system.changed_phone_user_day d
          on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
        where m.tenant_id = _tenant and m.employee_id = _employee and d.day = _day) as lines) w
  left join phone_system.employee e on e.tenant_id = _tenant and e.id = _employee
  left join phone_system.tenant t on t.tenant_id = _tenant
  left join phone_system.day_score s on s.tenant_id = _tenant and s.employee_id = _employee and s.day = _day`;

const statements = [
  'drop function "phone_system"."open_day_with_objections"(text, text, date)',
  'drop function "phone_system"."open_stored_day"(text, text, date)',
  'drop function "phone_system"."read_stored_totals"(text, text, date, date)',
  'drop function "phone_system"."read_stored_people_days"(text, text, date, date)',
  // A row for each that is asked for, `[employee, day]`, in that order.
  `create function "phone_system"."open_days"(_tenant text, _asked json)
   returns table ("known" json, "answer" text, "stored" json) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
     _employee text;
     _day date;
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     for _employee, _day in select one ->> 0, one ->> 1 from json_array_elements(_asked) one loop
       return query ${aDay};
     end loop;
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
  // The days of one employee, without their calls.
  `create function "phone_system"."total_days"(_tenant text, _employee text, _from date, _until date)
   returns table ("timeZone" text, "storedSpans" json, "reaches" json, "ownerships" json, "waiting" json,
     "waitingLines" json, "totals" json) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     return query select
       (select case when t.past_terms = '[]' then t.terms ->> 'timeZone' end
         from phone_system.tenant t where t.tenant_id = _tenant),
       ${storedSpansOf('= _employee')},
       ${reaches},
       ${ownershipsOf('= _employee')},
       (select coalesce(json_agg(d.day), '[]') from phone_system.changed_employee_day d
         where d.tenant_id = _tenant and d.employee_id = _employee and d.day between _from and _until),
       ${waitingLinesOf('= _employee', 'between _from and _until')},
       (select coalesce(json_agg(json_build_array(s.day, s.score, ${countedMs},
           coalesce(s.listed, jsonb_array_length(s.inputs)), coalesce(s.flagged, (
             select count(*)::int from jsonb_array_elements(s.inputs) input where input ->> 'flagReason' is not null)),
           s.frozen_at is not null)), '[]')
         from phone_system.day_score s
         where s.tenant_id = _tenant and s.employee_id = _employee and s.day between _from and _until);
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
  // The days of many. For each that is stored: whose it is, as a place in the list that was asked for; how many days after
  // the first; score, counted milliseconds, calls, missed calls, and whether its calls are deleted.
  `create function "phone_system"."total_people_days"(_tenant text, _employees text, _from date, _until date)
   returns table ("terms" jsonb, "pastTerms" jsonb, "storedSpans" json, "reaches" json, "ownerships" json,
     "waiting" json, "waitingLines" json, "stored" text) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
     _ids text[] := array(select json_array_elements_text(_employees::json));
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     return query select
       (select t.terms from phone_system.tenant t where t.tenant_id = _tenant),
       (select t.past_terms from phone_system.tenant t where t.tenant_id = _tenant),
       ${storedSpansOf('= any (_ids)')},
       ${reaches},
       ${ownershipsOf('= any (_ids)')},
       (select coalesce(json_agg(json_build_array(d.employee_id, d.day)), '[]')
         from phone_system.changed_employee_day d
         where d.tenant_id = _tenant and d.employee_id = any (_ids) and d.day between _from and _until),
       ${waitingLinesOf('= any (_ids)', 'between _from and _until')},
       (select string_agg(concat_ws(',', p.place - 1, s.day - _from, s.score, ${countedMs},
           coalesce(s.listed, jsonb_array_length(s.inputs)),
           coalesce(s.missed::text, case when s.frozen_at is null then (
             select count(*)::int from jsonb_array_elements(s.inputs) input
             join phone_system.call_record r on r.id = (input ->> 'callId')::uuid
             where r.outcome = 'missed')::text end, 'null'),
           case when s.frozen_at is null then 0 else 1 end), ',')
         from unnest(_ids) with ordinality as p (id, place)
         join phone_system.day_score s
           on s.tenant_id = _tenant and s.employee_id = p.id and s.day between _from and _until);
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
];
