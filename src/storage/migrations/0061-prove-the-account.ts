import { Migration } from '@mikro-orm/migrations';

/** Whose account was proven by a sign-in, until the consent for it comes back. */
export class ProveTheAccount extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connect_attempt" add column "proven_account" text null`);
  }
}
