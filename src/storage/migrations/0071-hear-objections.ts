import { Migration } from '@mikro-orm/migrations';
import { msOf } from './0008-read-days-at-once.js';
import { keepTenantsApart } from './0007-row-level-security.js';

/**
 * What employees object to, and what they are answered. A day is opened together with its objections: only they are other
 * than in `open_day`, which copies of the last release ask still.
 */
export class HearObjections extends Migration {
  override up(): void {
    this.addSql(`create table "phone_system"."objection" (
      "id" uuid not null,
      "tenant_id" text not null,
      "employee_id" text not null,
      "day" date not null,
      "call_id" uuid null,
      "text" text not null,
      "objected_at" timestamptz(3) not null,
      "answer" text null,
      "step" text null,
      "answer_text" text null,
      "answered_by" text null,
      "answered_at" timestamptz(3) null,
      primary key ("id")
    )`);
    this.addSql(`create index "objection_day" on "phone_system"."objection" ("tenant_id", "employee_id", "day")`);
    // Of one thing, one waits at a time.
    this.addSql(
      `create unique index "objection_open" on "phone_system"."objection" ("tenant_id", "employee_id", "day")
       where "answered_at" is null and "call_id" is null`,
    );
    this.addSql(
      `create unique index "objection_open_call" on "phone_system"."objection" ("tenant_id", "employee_id", "day", "call_id")
       where "answered_at" is null and "call_id" is not null`,
    );
    this.addSql(
      `create index "objection_call" on "phone_system"."objection" ("call_id", "answered_at") where "call_id" is not null`,
    );
    for (const statement of keepTenantsApart('objection')) this.addSql(statement);
    this.addSql(`do $$ declare
      _before text := pg_get_functiondef('phone_system.open_day(text, text, date)'::regprocedure);
      _shift text := '(select case when t.past_terms = ''[]'' then t.terms -> ''workShift'' end from phone_system.tenant t where t.tenant_id = _tenant),';
      _after text := replace(replace(replace(replace(_before,
        'phone_system.open_day(', 'phone_system.open_day_with_objections('),
        '"workShift" jsonb,', '"workShift" jsonb, objections json,'),
        '("timeZone", "workShift", "reaches"', '("timeZone", "workShift", "objections", "reaches"'),
        _shift, _shift || '${objectionsOfDay.replaceAll("'", "''")}, ');
    begin
      execute _after;
    end $$`);
  }
}

/** Null where there are none. */
const objectionsOfDay = `(select json_agg(json_build_object('id', o.id, 'callId', o.call_id, 'text', o.text,
    'objectedMs', ${msOf('o.objected_at')}, 'answer', o.answer, 'step', o.step, 'answerText', o.answer_text,
    'answeredBy', o.answered_by, 'answeredMs', ${msOf('o.answered_at')}, 'answererName', (
      select a.name from phone_system.employee a where a.tenant_id = _tenant and a.id = o.answered_by))
    order by o.objected_at, o.id)
  from phone_system.objection o
  where o.tenant_id = _tenant and o.employee_id = _employee and o.day = _day)`;
