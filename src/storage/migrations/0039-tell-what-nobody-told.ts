import { Migration } from '@mikro-orm/migrations';
import { msOf } from './0008-read-days-at-once.js';

/**
 * Vendors tell only of so much of the past: a connection notes the spans of which nothing was told. What days are read by
 * tells them as well; copies of the last release pass over it.
 */
export class TellWhatNobodyTold extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connection" add column "untold" jsonb null`);
    this.addSql(`do $$ declare
      _name text;
      _reach text := ${quoted(msOf('c.complete_until'))};
    begin
      foreach _name in array array['open_day(text, text, date)', 'read_day_totals(text, text, date, date)',
        'read_people_days(text, text, date, date)'] loop
        execute replace(pg_get_functiondef(('phone_system.' || _name)::regprocedure), _reach,
          _reach || ', coalesce(c.untold, ''[]'')');
      end loop;
    end $$`);
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
