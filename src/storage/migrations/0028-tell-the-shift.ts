import { Migration } from '@mikro-orm/migrations';

/**
 * A day is opened with the work shift that counts on it, as with its zone. Only that is other than in `read_day`, which
 * copies of the last release ask still.
 */
export class TellTheShift extends Migration {
  override up(): void {
    this.addSql(`do $$ declare
      _before text := pg_get_functiondef('phone_system.read_day(text, text, date)'::regprocedure);
      _zone text := '(select case when t.past_terms = ''[]'' then t.terms ->> ''timeZone'' end from phone_system.tenant t where t.tenant_id = _tenant),';
      _after text := replace(replace(replace(replace(_before,
        'phone_system.read_day(', 'phone_system.open_day('),
        '"timeZone" text,', '"timeZone" text, "workShift" jsonb,'),
        '("timeZone", "reaches"', '("timeZone", "workShift", "reaches"'),
        _zone, _zone || replace(_zone, '->> ''timeZone''', '-> ''workShift'''));
    begin
      execute _after;
    end $$`);
  }
}
