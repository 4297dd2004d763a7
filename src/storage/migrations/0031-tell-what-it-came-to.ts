import { Migration } from '@mikro-orm/migrations';

/** An attempt to connect is kept once it is taken, so that a callback that is opened twice tells what the first came to. */
export class TellWhatItCameTo extends Migration {
  override up(): void {
    this.addSql(
      `alter table "phone_system"."connect_attempt" add column "taken_at" timestamptz(3) null, add column "outcome" text null`,
    );
  }
}
