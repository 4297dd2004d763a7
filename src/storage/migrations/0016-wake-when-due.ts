import { Migration } from '@mikro-orm/migrations';

/**
 * When a connection is due stands in one indexed column, what rests is a window or the connection itself, and what was
 * walked is told apart from what is complete. Copies of the last release go on by their own columns.
 */
export class WakeWhenDue extends Migration {
  override up(): void {
    this.addSql(
      `alter table "phone_system"."connection"
         add column "wake_at" timestamptz null default clock_timestamp(),
         add column "attempts" int not null default 0,
         add column "walked_until" timestamptz(3) null,
         add column "moved_at" timestamptz(3) null,
         add column "kept_from" timestamptz(3) null,
         add column "match_due" boolean not null default true`,
    );
    // Row-level security would hide every row, and each connection would fetch its history again.
    this.addSql(`select set_config('phone_system.across_tenants', 'on', true)`);
    this.addSql(
      `update "phone_system"."connection" c set
         walked_until = coalesce(complete_until, (
           select max(r.to_at) - interval '1 hour' from "phone_system"."round" r where r.connection_id = c.id and r.kind = 'history')),
         wake_at = case when status = 'connected' or problem ->> 'kind' in ('no_licence', 'wrong_domain', 'other-account') then wake_at end`,
    );
    this.addSql(`select set_config('phone_system.across_tenants', 'off', true)`);
    this.addSql(
      `create index "connection_wake_at" on "phone_system"."connection" ("wake_at") where "wake_at" is not null`,
    );
    this.addSql(
      `alter table "phone_system"."fetch_window"
         add column "attempts" int not null default 0,
         add column "resume_at" timestamptz(3) null,
         add column "failing_since" timestamptz(3) null,
         add column "problem" jsonb null,
         add column "is_piece" boolean not null default false,
         add column "claimed_until" timestamptz(3) null`,
    );
  }
}
