import { Migration } from '@mikro-orm/migrations';

/**
 * Since when an address is a phone user's, and when a connection was first matched: a number that is found later says
 * nothing of the days before. A copy of the last release writes neither: what it matches meanwhile is matched as before.
 */
export class KnowSinceWhen extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."phone_user" add column "emails_since" timestamptz(3) null`);
    this.addSql(`alter table "phone_system"."connection" add column "matched_at" timestamptz(3) null`);
    // Row-level security would hide every row.
    this.addSql(`select set_config('phone_system.across_tenants', 'on', true)`);
    this.addSql(`update "phone_system"."connection" set "matched_at" = "directory_read_at"`);
    this.addSql(`select set_config('phone_system.across_tenants', 'off', true)`);
  }
}
