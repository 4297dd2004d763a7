import { Migration } from '@mikro-orm/migrations';

/** A comparison counts for itself what the vendor lets go. */
export class TellWhatWasLetGo extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."round" add column "let_go" int null`);
    this.addSql(`alter table "phone_system"."fetch_window" add column "let_go" int not null default 0`);
  }
}
