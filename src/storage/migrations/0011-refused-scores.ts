import { Migration } from '@mikro-orm/migrations';

/** Since when, and with which words, the host refuses a tenant's day scores: nulls while it takes them. */
export class RefusedScores extends Migration {
  override up(): void {
    this.addSql(
      `alter table "phone_system"."tenant" add column "scores_refused_at" timestamptz(3) null, add column "scores_refusal" text null`,
    );
  }
}
