import { Migration } from '@mikro-orm/migrations';

/** What a comparison with the vendor comes to, and when the next one is due. */
export class Reconcile extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connection" add column "next_reconciliation_at" timestamptz(3) null`);
    this.addSql(`alter table "phone_system"."round" add column "unlisted" int null`);
    this.addSql(
      `alter table "phone_system"."fetch_window" add column "missing" int not null default 0, add column "unlisted" int not null default 0`,
    );
    this.addSql(`alter table "phone_system"."fetch_window" add column "listed_at" timestamptz(3) null`);
  }
}
