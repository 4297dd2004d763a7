import { Migration } from '@mikro-orm/migrations';

/**
 * Totals also tell which days are frozen. Only that is changed of what the function is by now: its columns stay, and
 * copies of the last release pass over one more value.
 */
export class TellFrozenDays extends Migration {
  override up(): void {
    this.addSql(`do $$ begin
      execute replace(pg_get_functiondef('phone_system.read_day_totals(text, text, date, date)'::regprocedure),
        '''flagReason'' is not null)))), ''[]'')', '''flagReason'' is not null)), s.frozen_at is not null)), ''[]'')');
    end $$`);
  }
}
