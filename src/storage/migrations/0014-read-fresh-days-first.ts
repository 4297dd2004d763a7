import { Migration } from '@mikro-orm/migrations';
import { basisOfStates } from './0008-read-days-at-once.js';
import { dayColumns, dayQuery } from './0010-keep-answers-of-days.js';

/**
 * A day whose answer still holds is read by a query of its own, which puts no calls together: beginning the one for every
 * day was the larger part of what the server did. What it takes and answers stays, and so does its identity: copies of
 * the last release ask it meanwhile.
 */
export class ReadFreshDaysFirst extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function "phone_system"."read_day"(_tenant text, _employee text, _day date)
      returns table (${dayColumns}) language plpgsql as $$
      declare
        _before text := coalesce(current_setting('phone_system.tenant', true), '');
      begin
        perform set_config('phone_system.tenant', _tenant, true);
        return query ${freshDayQuery};
        if not found then
          return query ${dayQuery};
        end if;
        perform set_config('phone_system.tenant', _before, true);
      end $$`);
  }
}

/** Answers nothing where there is no such employee, no answer, or something that waits to be scored. */
const freshDayQuery = `select true, e.manager_id, ${basisOfStates},
    '[]'::json, '[]'::json, s.answer, null::text, null::int, null::jsonb, null::jsonb, null::json
  from phone_system.employee e
  join phone_system.day_score s on s.tenant_id = _tenant and s.employee_id = _employee and s.day = _day
  where e.tenant_id = _tenant and e.id = _employee and s.answer is not null
    and not exists (select from phone_system.changed_employee_day d
      where d.tenant_id = _tenant and d.employee_id = _employee and d.day = _day)
    and not exists (select from phone_system.mapping m
      join phone_system.changed_phone_user_day d
        on d.connection_id = m.connection_id and d.user_external_id = m.phone_user_id
      where m.tenant_id = _tenant and m.employee_id = _employee and d.day = _day)`;
