import { Migration } from '@mikro-orm/migrations';

/** Which copy of the host takes an account's slots, and until when it shares them: alone it need not keep apart from others. */
export class TellWhoseSlots extends Migration {
  override up(): void {
    this.addSql(
      `alter table "phone_system"."request_slot" add column "taken_by" uuid, add column "shared_until" timestamptz(3)`,
    );
  }
}
