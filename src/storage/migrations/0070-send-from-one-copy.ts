import { Migration } from '@mikro-orm/migrations';

/**
 * One copy of the host sends for an account at a time, and hands over what it counted. Slots (`request_slot`) are not taken
 * any more: copies of the last release still take them while both run, and its table goes with a later one.
 */
export class SendFromOneCopy extends Migration {
  override up(): void {
    this.addSql(`create table "phone_system"."request_lease" (
      "account" text not null,
      "holder" uuid null,
      "wanted" uuid null,
      "holds_until" timestamptz not null default clock_timestamp(),
      "used" jsonb not null default '{}',
      "used_at" timestamptz not null default clock_timestamp(),
      primary key ("account")
    )`);
  }
}
