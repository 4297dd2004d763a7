import { Migration } from '@mikro-orm/migrations';

/**
 * Names, addresses and numbers are compared and searched in more writings than before: what was written down of them in
 * others is made anew, and everybody is matched again.
 */
export class ReadOtherWritings extends Migration {
  override up(): void {
    this.addSql(`select set_config('phone_system.across_tenants', 'on', true)`);
    for (const table of ['employee', 'phone_user'])
      this.addSql(`update "phone_system"."${table}" set name_key = null, search_text = null
        where search_text ~ '[^\\n -~]|  '`);
    this.addSql(`update "phone_system"."connection"
      set match_due = true, wake_at = case when status = 'connected' then now() else wake_at end`);
    this.addSql(`select set_config('phone_system.across_tenants', 'off', true)`);
  }
}
