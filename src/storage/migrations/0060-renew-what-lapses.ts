import { Migration } from '@mikro-orm/migrations';

/** When a subscription to call events that lapses is to be renewed. */
export class RenewWhatLapses extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connection" add column "webhook_renew_at" timestamptz(3) null`);
    this.addSql(
      `create index "connection_webhook_renew_at" on "phone_system"."connection" ("webhook_renew_at")
       where "webhook_renew_at" is not null`,
    );
  }
}
