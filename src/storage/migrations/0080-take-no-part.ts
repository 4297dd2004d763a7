import { Migration } from '@mikro-orm/migrations';
import { keepTenantsApart } from './0007-row-level-security.js';

/**
 * From when to when calls of somebody are stored, what follows from it for lines, names and numbers, and what is to be
 * fetched again.
 */
export class TakeNoPart extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."employee" add column "stored_from" date null,
      add column "stored_until" date null,
      add column "back_from" date null`);
    this.addSql(`create index "employee_bounded" on "phone_system"."employee" ("tenant_id")
      where stored_from is not null or stored_until is not null`);
    this.addSql(`alter table "phone_system"."tenant" add column "has_apart" boolean not null default false`);
    this.addSql(`alter table "phone_system"."connection" add column "apart_version" int not null default -1,
      add column "again_from" timestamptz(3) null,
      add column "again_since" timestamptz(3) null`);
    this.addSql(`create table "phone_system"."apart_span" (
      "id" uuid not null,
      "tenant_id" text not null,
      "connection_id" uuid null,
      "kind" text not null,
      "what" text not null,
      "from_at" timestamptz(3) null,
      "until_at" timestamptz(3) null,
      "swept" boolean not null default false,
      primary key ("id")
    )`);
    this.addSql(`create index "apart_span_what" on "phone_system"."apart_span" ("tenant_id", "kind", "what")`);
    this.addSql(`create index "apart_span_due" on "phone_system"."apart_span" ("tenant_id") where not swept`);
    for (const statement of keepTenantsApart('apart_span')) this.addSql(statement);
  }
}
