import { Migration } from '@mikro-orm/migrations';

/** What erased people are recognised by, and which days stay as they are because their calls are gone. */
export class ErasureAndRetention extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "phone_system"."erasure_key" (
    "tenant_id" text not null,
    "sealed_key" text not null,
    primary key ("tenant_id")
  )`,
  `create table "phone_system"."erased_identity" (
    "id" uuid not null,
    "tenant_id" text not null,
    "kind" text not null,
    "hash" text not null,
    "from_day" date null,
    "until_day" date null,
    primary key ("id")
  )`,
  `create index "erased_identity_tenant_id_hash_index" on "phone_system"."erased_identity" ("tenant_id", "hash")`,
  `alter table "phone_system"."employee" add column "erased_at" timestamptz(3) null`,
  `alter table "phone_system"."tenant" add column "swept_at" timestamptz(3) null`,
  `alter table "phone_system"."day_score" add column "frozen_at" timestamptz(3) null`,
];
