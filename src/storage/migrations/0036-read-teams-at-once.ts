import { Migration } from '@mikro-orm/migrations';
import { msOf } from './0008-read-days-at-once.js';

/**
 * The days of many people are read in one round trip. Missed calls are counted by the database whenever a day is written,
 * by copies of the last release as well; of a day that was written before they are counted when somebody asks.
 */
export class ReadTeamsAtOnce extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

/** How an answer tells of a missed call. Within a text of it every quotation mark is escaped. */
const MISSED = `'"outcome":"missed"'`;

export const missedAmong = (inputs: string): string => `(
  select count(*)::int from jsonb_array_elements(${inputs}) input
  join phone_system.call_record r on r.id = (input ->> 'callId')::uuid
  where r.outcome = 'missed')`;

const statements = [
  `alter table "phone_system"."day_score" add column "missed" int null`,
  `create index "employee_manager_id" on "phone_system"."employee" ("tenant_id", "manager_id")`,
  // A day whose calls are deleted keeps its number; one that loses a part of them no longer knows it.
  `create function "phone_system"."count_missed"() returns trigger language plpgsql as $$
   begin
     if new.answer is not null then
       new.missed := (length(new.answer) - length(replace(new.answer, ${MISSED}, ''))) / length(${MISSED});
     elsif new.inputs = '[]' then
       new.missed := 0;
     elsif tg_op = 'INSERT' then
       new.missed := null;
     elsif jsonb_array_length(new.inputs) = jsonb_array_length(old.inputs) then
       new.missed := coalesce(old.missed, case when old.frozen_at is null then ${missedAmong('old.inputs')} end);
     else
       new.missed := null;
     end if;
     return new;
   end $$`,
  `create trigger "count_missed" before insert or update of answer, inputs on "phone_system"."day_score"
   for each row execute function "phone_system"."count_missed"()`,
  // What is of each day stands in lists of one order, as text: writing them as JSON takes twice as long.
  `create function "phone_system"."read_people_days"(_tenant text, _employees text, _from date, _until date)
   returns table ("terms" jsonb, "pastTerms" jsonb, "reaches" json, "ownerships" json, "waiting" json,
     "waitingLines" json, "people" text, "days" text, "scores" text, "countedMs" text, "calls" text, "missed" text,
     "frozen" text) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
     _ids text[] := array(select json_array_elements_text(_employees::json));
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     return query select
       (select t.terms from phone_system.tenant t where t.tenant_id = _tenant),
       (select t.past_terms from phone_system.tenant t where t.tenant_id = _tenant),
       (select coalesce(json_agg(json_build_array(c.id, c.status, ${msOf('c.history_from')}, ${msOf('c.complete_until')})), '[]')
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
       array_agg(p.place - 1)::text, array_agg(s.day - _from)::text, array_agg(s.score)::text,
       array_agg(case when s.counted_ms < 2147483647 then s.counted_ms else (
         select sum((input ->> 'countedMs')::bigint) from jsonb_array_elements(s.inputs) input) end)::text,
       array_agg(coalesce(s.listed, jsonb_array_length(s.inputs)))::text,
       array_agg(coalesce(s.missed, case when s.frozen_at is null then ${missedAmong('s.inputs')} end))::text,
       array_agg((s.frozen_at is not null)::int)::text
     from unnest(_ids) with ordinality as p (id, place)
     join phone_system.day_score s
       on s.tenant_id = _tenant and s.employee_id = p.id and s.day between _from and _until;
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
];
