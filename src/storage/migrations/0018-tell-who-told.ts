import { Migration } from '@mikro-orm/migrations';

/**
 * Whether the list has told a call, and whether any reading told of a message: what the list said last holds, and a
 * message is known for good. Calls of the last release begin as told by events: the list's next reading replaces them.
 * Their messages show in their outcome.
 */
export class TellWhoTold extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."call_record"
      add column "listed" boolean not null default false, add column "to_mailbox" boolean not null default false`);
  }
}
