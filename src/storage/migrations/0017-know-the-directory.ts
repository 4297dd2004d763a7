import { Migration } from '@mikro-orm/migrations';

/**
 * When a connection's directory was read, since when it has come back empty, and what is wrong with it. Until now each
 * entry said when it was seen, which copies of the last release go on writing.
 */
export class KnowTheDirectory extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."connection"
      add column "directory_read_at" timestamptz(3) null, add column "directory_empty_since" timestamptz(3) null,
      add column "directory_problem" jsonb null`);
    this.addSql(`update "phone_system"."connection" as c set "directory_read_at" = (
      select max(u."seen_at") from "phone_system"."phone_user" as u
      where u."connection_id" = c."id" and u."status" <> 'departed')`);
  }
}
