import { Migration } from '@mikro-orm/migrations';

/** By what the audit trail, which nobody may change, names a phone user: it says nothing once they are erased. */
export class NameLinesInTheTrail extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."phone_user" add column "trail_id" uuid null`);
  }
}
