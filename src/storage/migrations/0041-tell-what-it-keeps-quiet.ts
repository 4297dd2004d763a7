import { Migration } from '@mikro-orm/migrations';

/** Which calls a comparison told of, how soon a vendor was seen to forget, and why its events do not come. */
export class TellWhatItKeepsQuiet extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."fetch_window" add column "unlisted_ids" jsonb not null default '[]'`);
    this.addSql(`alter table "phone_system"."connection" add column "forgets_after_days" int null,
      add column "events_problem" jsonb null`);
  }
}
