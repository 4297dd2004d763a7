import { Migration } from '@mikro-orm/migrations';

/** The first shape of the schema. */
export class CreatePhoneSystem extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "phone_system"."call_record" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "external_id" text not null,
    "related_ids" jsonb not null,
    "conversation_id" uuid not null,
    "user_external_id" text null,
    "direction" text not null,
    "outcome" text not null,
    "started_at" timestamptz(3) not null,
    "connected_at" timestamptz(3) null,
    "ended_at" timestamptz(3) not null,
    "counterparty_number" text null,
    "counterparty_name" text null,
    "internal" boolean not null,
    "via_number" text null,
    "group_external_id" text null,
    "group_name" text null,
    "transferred" boolean not null,
    "recorded" boolean not null,
    "labels" jsonb not null,
    "revision" bigint not null,
    "stored_at" timestamptz(3) not null,
    primary key ("id")
  )`,
  `create index "call_record_conversation_id_index" on "phone_system"."call_record" ("conversation_id")`,
  `create index "call_record_connection_id_started_at_index" on "phone_system"."call_record" ("connection_id", "started_at")`,
  `create index "call_record_connection_id_user_external_id_started_at_index" on "phone_system"."call_record" ("connection_id", "user_external_id", "started_at")`,
  `alter table "phone_system"."call_record" add constraint "call_record_connection_id_external_id_unique" unique ("connection_id", "external_id")`,
  `create table "phone_system"."changed_employee_day" (
    "tenant_id" text not null,
    "employee_id" text not null,
    "day" date not null,
    "changes" int not null default 1,
    primary key ("tenant_id", "employee_id", "day")
  )`,
  `create table "phone_system"."changed_phone_user_day" (
    "connection_id" uuid not null,
    "user_external_id" text not null,
    "day" date not null,
    "tenant_id" text not null,
    "changes" int not null default 1,
    primary key ("connection_id", "user_external_id", "day")
  )`,
  `create table "phone_system"."connect_attempt" (
    "state_hash" text not null,
    "tenant_id" text not null,
    "employee_id" text not null,
    "provider_key" text not null,
    "browser_hash" text not null,
    "return_to" text not null,
    "sealed_verifier" text null,
    "expires_at" timestamptz(3) not null,
    primary key ("state_hash")
  )`,
  `create index "connect_attempt_expires_at_index" on "phone_system"."connect_attempt" ("expires_at")`,
  `create table "phone_system"."connection" (
    "id" uuid not null,
    "tenant_id" text not null,
    "provider_key" text not null,
    "status" text not null,
    "account_external_id" text not null,
    "account_name" text not null,
    "account_domains" jsonb not null,
    "connected_by" text not null,
    "connected_at" timestamptz(3) not null,
    "sealed_tokens" text null,
    "token_expires_at" timestamptz(3) null,
    "refreshing_until" timestamptz(3) null,
    "sealed_webhook_secret" text null,
    "webhook" jsonb null,
    "problem" jsonb null,
    "fence" int not null default 0,
    "history_from" timestamptz(3) not null,
    "records" int not null default 0,
    "complete_until" timestamptz(3) null,
    "last_fetch_at" timestamptz(3) null,
    "next_near_at" timestamptz(3) null,
    "next_far_at" timestamptz(3) null,
    primary key ("id")
  )`,
  `create unique index "connection_one_per_tenant" on "phone_system"."connection" ("tenant_id") where "status" <> 'disconnected'`,
  `create unique index "connection_one_tenant_per_account" on "phone_system"."connection" ("provider_key", "account_external_id") where "status" <> 'disconnected'`,
  `alter table "phone_system"."connection" add constraint "connection_tenant_id_provider_key_account_external_id_unique" unique ("tenant_id", "provider_key", "account_external_id")`,
  `create table "phone_system"."conversation_alias" (
    "connection_id" uuid not null,
    "external_id" text not null,
    "tenant_id" text not null,
    "conversation_id" uuid not null,
    primary key ("connection_id", "external_id")
  )`,
  `create index "conversation_alias_connection_id_conversation_id_index" on "phone_system"."conversation_alias" ("connection_id", "conversation_id")`,
  `create table "phone_system"."day_score" (
    "tenant_id" text not null,
    "employee_id" text not null,
    "day" date not null,
    "score" text not null,
    "counted_ms" int not null,
    "inputs" jsonb not null,
    "because" jsonb not null,
    "revision" int not null,
    "published_revision" int not null default 0,
    primary key ("tenant_id", "employee_id", "day")
  )`,
  `create index "day_score_unpublished" on "phone_system"."day_score" ("tenant_id") where "published_revision" < "revision"`,
  `create table "phone_system"."employee" (
    "tenant_id" text not null,
    "id" text not null,
    "name" text not null,
    "emails" jsonb not null,
    "phones" jsonb not null,
    "manager_id" text null,
    "active" boolean not null,
    primary key ("tenant_id", "id")
  )`,
  `create table "phone_system"."exclusion" (
    "call_id" uuid not null,
    "tenant_id" text not null,
    "excluded_by" text not null,
    "excluded_at" timestamptz(3) not null,
    "note" text not null,
    primary key ("call_id")
  )`,
  `create table "phone_system"."fetch_window" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "round_id" uuid not null,
    "from_at" timestamptz(3) not null,
    "to_at" timestamptz(3) not null,
    "walked_from" timestamptz(3) null,
    "done_at" timestamptz(3) null,
    "failures" int not null default 0,
    "pages" int not null default 0,
    "records" int not null default 0,
    "rejected" int not null default 0,
    primary key ("id")
  )`,
  `create index "fetch_window_connection_id_done_at_index" on "phone_system"."fetch_window" ("connection_id", "done_at")`,
  `create index "fetch_window_round_id_index" on "phone_system"."fetch_window" ("round_id")`,
  `create table "phone_system"."mapping" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "employee_id" text not null,
    "phone_user_id" text null,
    "source" text not null,
    "matched_on" text null,
    "from_day" date null,
    "until_day" date null,
    primary key ("id")
  )`,
  `create index "mapping_connection_id_phone_user_id_index" on "phone_system"."mapping" ("connection_id", "phone_user_id")`,
  `create index "mapping_connection_id_employee_id_index" on "phone_system"."mapping" ("connection_id", "employee_id")`,
  `create table "phone_system"."phone_user" (
    "connection_id" uuid not null,
    "external_id" text not null,
    "tenant_id" text not null,
    "display_name" text not null,
    "emails" jsonb not null,
    "numbers" jsonb not null,
    "status" text not null,
    "seen_at" timestamptz(3) not null,
    primary key ("connection_id", "external_id")
  )`,
  `create table "phone_system"."rejected_record" (
    "connection_id" uuid not null,
    "item_key" text not null,
    "tenant_id" text not null,
    "external_id" text null,
    "reason" text not null,
    "seen_at" timestamptz(3) not null,
    primary key ("connection_id", "item_key")
  )`,
  `create table "phone_system"."request_slot" (
    "account" text not null,
    "budget" text not null,
    "next_at" timestamptz(3) not null,
    primary key ("account", "budget")
  )`,
  `create table "phone_system"."round" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "kind" text not null,
    "from_at" timestamptz(3) not null,
    "to_at" timestamptz(3) not null,
    "started_at" timestamptz(3) not null,
    "finished_at" timestamptz(3) null,
    "difference" int null,
    "outcome" text not null default 'running',
    "problem" jsonb null,
    "attempts" int not null default 0,
    "resume_at" timestamptz(3) null,
    primary key ("id")
  )`,
  `create index "round_connection_id_started_at_index" on "phone_system"."round" ("connection_id", "started_at")`,
  `create table "phone_system"."rules_version" (
    "tenant_id" text not null,
    "effective_from" date not null,
    "document" jsonb not null,
    "saved_by" text not null,
    "saved_at" timestamptz(3) not null,
    primary key ("tenant_id", "effective_from")
  )`,
  `create table "phone_system"."tenant" (
    "tenant_id" text not null,
    "terms" jsonb not null,
    "read_at" timestamptz(3) not null,
    primary key ("tenant_id")
  )`,
  `create table "phone_system"."webhook_delivery" (
    "id" uuid not null,
    "tenant_id" text not null,
    "connection_id" uuid not null,
    "events" jsonb not null,
    "received_at" timestamptz(3) not null,
    primary key ("id")
  )`,
  `create index "webhook_delivery_connection_id_received_at_index" on "phone_system"."webhook_delivery" ("connection_id", "received_at")`,
];
