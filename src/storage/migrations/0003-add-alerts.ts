import { Migration } from '@mikro-orm/migrations';

/** What is wrong with a connection, and how much of it the host has been told. */
export class AddAlerts extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "phone_system"."alert" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "kind" text not null,
    "message" text not null,
    "action" text not null,
    "details" jsonb not null,
    "began_at" timestamptz(3) not null,
    "over_at" timestamptz(3) null,
    "told" int not null default 0,
    "attempts" int not null default 0,
    "resume_at" timestamptz(3) null,
    primary key ("id")
  )`,
  `create index "alert_connection_id_index" on "phone_system"."alert" ("connection_id")`,
  `create unique index "alert_one_of_a_kind" on "phone_system"."alert" ("connection_id", "kind") where "over_at" is null`,
  `create index "alert_untold" on "phone_system"."alert" ("connection_id", "began_at") where "told" < 2`,
  `alter table "phone_system"."connection" add column "account_checked_at" timestamptz(3) null`,
];
