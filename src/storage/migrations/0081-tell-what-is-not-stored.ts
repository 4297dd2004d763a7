import { Migration } from '@mikro-orm/migrations';

/**
 * Days are read together with what says from when to when they are stored. Only that is other than in the functions that
 * copies of the last release ask still.
 */
export class TellWhatIsNotStored extends Migration {
  override up(): void {
    for (const [before, types, after, whose] of FUNCTIONS) {
      this.addSql(`do $$ declare
        _before text := pg_get_functiondef('phone_system.${before}(${types})'::regprocedure);
        _reaches text := '(select coalesce(json_agg(json_build_array(c.id, c.status,';
        _after text := replace(replace(replace(replace(_before,
          'phone_system.${before}(', 'phone_system.${after}('),
          ' reaches json,', ' "storedSpans" json, reaches json,'),
          '"reaches", "ownerships"', '"storedSpans", "reaches", "ownerships"'),
          _reaches, '${storedSpansOf(whose)}, ' || _reaches);
      begin
        if _after not like '%"storedSpans" json, reaches json,%' or _after not like '%back_from%' then
          raise exception 'phone_system.${before} is not as it was written.';
        end if;
        execute _after;
      end $$`);
    }
  }
}

/** Of those for whom it is not all time; null where there are none. */
const storedSpansOf = (whose: string): string => `(select json_agg(json_build_array(x.id, x.stored_from, x.stored_until,
    x.back_from))
  from phone_system.employee x
  where x.tenant_id = _tenant and x.id = ${whose}
    and (x.stored_from is not null or x.stored_until is not null or x.back_from is not null))`;

const FUNCTIONS = [
  ['open_day_with_objections', 'text, text, date', 'open_stored_day', '_employee'],
  ['read_day_totals', 'text, text, date, date', 'read_stored_totals', '_employee'],
  ['read_people_days', 'text, text, date, date', 'read_stored_people_days', 'any (_ids)'],
] as const;
