import { Migration } from '@mikro-orm/migrations';
import { keepTenantsApart } from './0007-row-level-security.js';

/**
 * People are listed and searched by the database: in the order of a key, and in a text as it is searched. Both are written
 * by whoever looks for somebody that has none, since their form is not the database's to make. A copy of the last release
 * writes neither, so the database itself forgets them where a name, an address or a number changes.
 */
export class PageInTheDatabase extends Migration {
  override up(): void {
    this.addSql(`create function "phone_system"."forget_search_text"() returns trigger language plpgsql as $$
      begin
        new.name_key := null;
        new.search_text := null;
        return new;
      end $$`);
    for (const [table, owner, texts] of LISTED) {
      this.addSql(`alter table "phone_system"."${table}"
        add column "name_key" text collate "C" null, add column "search_text" text collate "C" null`);
      this.addSql(`create index "${table}_unread" on "phone_system"."${table}" ("${owner}") where "name_key" is null`);
      this.addSql(`create trigger "forget_search_text" before update of ${texts.join(', ')}
        on "phone_system"."${table}" for each row
        when ((${texts.map((text) => `old.${text}`).join(', ')}) is distinct from (${texts.map((text) => `new.${text}`).join(', ')}))
        execute function "phone_system"."forget_search_text"()`);
    }
    this.addSql(`create table "phone_system"."mapping_candidate" (
      "connection_id" uuid not null, "employee_id" text not null, "phone_user_id" text not null,
      "tenant_id" text not null, "evidence" text not null, "place" int not null,
      primary key ("connection_id", "employee_id", "phone_user_id"))`);
    this.addSql(`create table "phone_system"."mapping_count" (
      "connection_id" uuid not null primary key, "tenant_id" text not null, "version" int not null, "today" date not null,
      "holds_until" timestamptz null, "counts" jsonb not null)`);
    this.addSql(`create table "phone_system"."mapping_place" (
      "connection_id" uuid not null, "list" text not null, "name_key" text collate "C" not null, "person_id" text not null,
      "tenant_id" text not null, primary key ("connection_id", "list", "name_key", "person_id"))`);
    for (const table of ['mapping_candidate', 'mapping_count', 'mapping_place'])
      keepTenantsApart(table).forEach((sql) => this.addSql(sql));

    // Whoever changes an employee, a phone user or a mapping says so in the connection, copies of the last release as well.
    this.addSql(`alter table "phone_system"."connection" add column "mapping_version" int not null default 0`);
    this.addSql(`create function "phone_system"."next_mapping_version"() returns trigger language plpgsql as $$
      begin
        new.mapping_version := old.mapping_version + 1;
        return new;
      end $$`);
    this.addSql(`create trigger "next_mapping_version" before update of match_due on "phone_system"."connection"
      for each row execute function "phone_system"."next_mapping_version"()`);
    // Whom they were matched to stands; whom else they might be is found with the next matching, which begins at once.
    this.addSql(`select set_config('phone_system.across_tenants', 'on', true)`);
    this.addSql(`update "phone_system"."connection"
      set match_due = true, wake_at = case when status = 'connected' then now() else wake_at end`);
    this.addSql(`select set_config('phone_system.across_tenants', 'off', true)`);
  }
}

const LISTED = [
  ['employee', 'tenant_id', ['name', 'emails', 'phones']],
  ['phone_user', 'connection_id', ['display_name', 'emails', 'numbers']],
] as const;
