import { Migration } from '@mikro-orm/migrations';
import { reading, stateColumns, statesOn } from './0008-read-days-at-once.js';

/**
 * What a day answers is written down when it is scored: opening it looks nothing up, as long as nothing has changed since.
 * Days that were scored before have no answer, and are put together as ever.
 */
export class KeepAnswersOfDays extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const msOf = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** What a day answers. */
export const dayColumns = `"known" boolean, "managerId" text, ${stateColumns}, "answer" text, "score" text, "countedMs" int, "because" jsonb, "inputs" jsonb, "calls" json`;

/** A day, whether or not its answer still holds. */
export const dayQuery = `select e.id is not null, e.manager_id, known.*, s.answer, s.score, s.counted_ms, s.because, s.inputs, s.calls
     from (select ${statesOn('= _day')} offset 0)
       as known ("timeZone", "reaches", "ownerships", "waiting", "waitingLines")
     left join phone_system.employee e on e.tenant_id = _tenant and e.id = _employee
     left join lateral (
       select case when d.fresh then d.answer end as answer, d.score, d.counted_ms,
         case when not d.fresh then d.because end as because, case when not d.fresh then d.inputs end as inputs,
         case when not d.fresh then (
           select json_agg(json_build_array(r.id, r.external_id, r.direction, r.outcome, ${msOf('r.started_at')},
             ${msOf('r.connected_at')}, ${msOf('r.ended_at')}, r.counterparty_number, r.counterparty_name, r.internal))
           from phone_system.call_record r
           where r.id = any (array(select (input ->> 'callId')::uuid from jsonb_array_elements(d.inputs) input))
             and r.tenant_id = _tenant) end as calls
       from (select score.*, score.answer is not null and known."waiting"::text = '[]'
           and known."waitingLines"::text = '[]' as fresh
         from phone_system.day_score score
         where score.tenant_id = _tenant and score.employee_id = _employee and score.day = _day offset 0) d
     ) s on true`;

const statements = [
  `alter table "phone_system"."day_score" add column "answer" text null, add column "listed" int null,
     add column "flagged" int null`,
  `drop function "phone_system"."read_day"(text, text, date)`,
  `drop function "phone_system"."read_day_totals"(text, text, date, date)`,
  reading('read_day', '_day date', dayColumns, dayQuery),
  reading(
    'read_day_totals',
    '_from date, _until date',
    `${stateColumns}, "totals" json`,
    `select ${statesOn('between _from and _until')}, (
       select coalesce(json_agg(json_build_array(s.day, s.score, s.counted_ms,
         coalesce(s.listed, jsonb_array_length(s.inputs)), coalesce(s.flagged, (
           select count(*)::int from jsonb_array_elements(s.inputs) input where input ->> 'flagReason' is not null)))), '[]')
       from phone_system.day_score s
       where s.tenant_id = _tenant and s.employee_id = _employee and s.day between _from and _until)`,
  ),
];
