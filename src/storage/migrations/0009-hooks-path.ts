import { Migration } from '@mikro-orm/migrations';

/** Where a connection's deliveries arrive at this host, so that a subscription can be made without anybody's visit. */
export class HooksPath extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connection" add column "hooks_path" text null`);
  }
}
