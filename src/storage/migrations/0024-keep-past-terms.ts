import { Migration } from '@mikro-orm/migrations';

/**
 * A time zone or work shift holds from a day on, and what held before stays with the earlier days. Where it ever changed,
 * the functions that answer days tell no zone: who asks them reads the terms then, as where none were noted.
 *
 * And whoever hands scores to the host counts it, and sees afterwards whether somebody else began to meanwhile.
 */
export class KeepPastTerms extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."tenant" add column "past_terms" jsonb not null default '[]',
      add column "handovers" int not null default 0`);
    for (const name of ['read_day(text, text, date)', 'read_day_totals(text, text, date, date)']) {
      this.addSql(`do $$ begin
        execute replace(pg_get_functiondef('phone_system.${name}'::regprocedure),
          't.terms ->> ''timeZone''', 'case when t.past_terms = ''[]'' then t.terms ->> ''timeZone'' end');
      end $$`);
    }
  }
}
