import { Migration } from '@mikro-orm/migrations';
import { msOf } from './0008-read-days-at-once.js';
import { missedAmong } from './0036-read-teams-at-once.js';

/**
 * What is stored of many people's days is one list of numbers: written as text, seven lists beside each other took the
 * database twice as long, and were read seven times.
 */
export class ReadTeamsAsOneList extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `drop function "phone_system"."read_people_days"(text, text, date, date)`,
  // For each stored day: whose it is, as a place in the list that was asked for; how many days after the first; score,
  // counted milliseconds, calls, missed calls, and whether its calls are deleted.
  `create function "phone_system"."read_people_days"(_tenant text, _employees text, _from date, _until date)
   returns table ("terms" jsonb, "pastTerms" jsonb, "reaches" json, "ownerships" json, "waiting" json,
     "waitingLines" json, "stored" text) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
     _ids text[] := array(select json_array_elements_text(_employees::json));
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     return query select
       (select t.terms from phone_system.tenant t where t.tenant_id = _tenant),
       (select t.past_terms from phone_system.tenant t where t.tenant_id = _tenant),
       (select coalesce(json_agg(json_build_array(c.id, c.status, ${msOf('c.history_from')}, ${msOf('c.complete_until')},
           coalesce(c.untold, '[]'))), '[]')
         from phone_system.connection c where c.tenant_id = _tenant),
       (select coalesce(json_agg(json_build_object('connectionId', m.connection_id, 'phoneUserId', m.phone_user_id,
           'employeeId', m.employee_id, 'fromDay', m.from_day, 'untilDay', m.until_day)), '[]')
         from phone_system.mapping m
         where m.tenant_id = _tenant and m.employee_id = any (_ids) and m.phone_user_id is not null),
       (select coalesce(json_agg(json_build_array(d.employee_id, d.day)), '[]')
         from phone_system.changed_employee_day d
         where d.tenant_id = _tenant and d.employee_id = any (_ids) and d.day between _from and _until),
       (select coalesce(json_agg(json_build_object('connectionId', d.connection_id, 'phoneUserId', d.user_external_id,
           'day', d.day)), '[]')
         from phone_system.mapping m
         join phone_system.changed_phone_user_day d
           on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
         where m.tenant_id = _tenant and m.employee_id = any (_ids) and d.day between _from and _until),
       (select string_agg(concat_ws(',', p.place - 1, s.day - _from, s.score,
           case when s.counted_ms < 2147483647 then s.counted_ms else (
             select sum((input ->> 'countedMs')::bigint) from jsonb_array_elements(s.inputs) input) end,
           coalesce(s.listed, jsonb_array_length(s.inputs)),
           coalesce(s.missed::text, case when s.frozen_at is null then ${missedAmong('s.inputs')}::text end, 'null'),
           case when s.frozen_at is null then 0 else 1 end), ',')
         from unnest(_ids) with ordinality as p (id, place)
         join phone_system.day_score s
           on s.tenant_id = _tenant and s.employee_id = p.id and s.day between _from and _until);
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
];
