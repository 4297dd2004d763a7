import { Migration } from '@mikro-orm/migrations';
import { stateColumns, statesOn } from './0008-read-days-at-once.js';

/**
 * A day that cannot be scored rests by itself: its mark says since when, how often it was tried and until when it waits.
 * And a day may list more talk than `counted_ms` holds: that then says its most, and the inputs, whose sum it is, tell
 * the rest. The column stays as it is: another type would rewrite the table, and copies of the last release read it.
 *
 * What the last comparison found stands on the connection: alerts and gauges need not look for it among its rounds. A
 * copy of the last release that ends a comparison meanwhile does not write it there: then it is the one before for a day.
 */
export class LetDaysFailAlone extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `select set_config('phone_system.across_tenants', 'on', true)`,
  // Held first and in order, as whoever works on connections does.
  `select id from "phone_system"."connection" order by id for update`,
  `alter table "phone_system"."connection" add column "last_difference" int null`,
  `update "phone_system"."connection" c set "last_difference" = found.difference
   from "phone_system"."connection" own cross join lateral (
     select difference from "phone_system"."round" r
     where r.connection_id = own.id and r.kind = 'reconciliation' and r.outcome = 'done'
     order by r.started_at desc limit 1) found
   where own.id = c.id and found.difference is not null`,
  `create index "alert_over" on "phone_system"."alert" ("over_at") where "over_at" is not null`,
  `select set_config('phone_system.across_tenants', 'off', true)`,
  `alter table "phone_system"."changed_employee_day" add column "attempts" int not null default 0,
     add column "failed_at" timestamptz(3) null, add column "resume_at" timestamptz(3) null`,
  `create index "changed_employee_day_failed" on "phone_system"."changed_employee_day" ("tenant_id") where "failed_at" is not null`,
  `create or replace function "phone_system"."read_day_totals"(_tenant text, _employee text, _from date, _until date)
   returns table (${stateColumns}, "totals" json) language plpgsql as $$
   declare
     _before text := coalesce(current_setting('phone_system.tenant', true), '');
   begin
     perform set_config('phone_system.tenant', _tenant, true);
     return query select ${statesOn('between _from and _until')}, (
       select coalesce(json_agg(json_build_array(s.day, s.score,
         case when s.counted_ms < 2147483647 then s.counted_ms else (
           select sum((input ->> 'countedMs')::bigint) from jsonb_array_elements(s.inputs) input) end,
         coalesce(s.listed, jsonb_array_length(s.inputs)), coalesce(s.flagged, (
           select count(*)::int from jsonb_array_elements(s.inputs) input where input ->> 'flagReason' is not null)))), '[]')
       from phone_system.day_score s
       where s.tenant_id = _tenant and s.employee_id = _employee and s.day between _from and _until);
     perform set_config('phone_system.tenant', _before, true);
   end $$`,
];
