import { Migration } from '@mikro-orm/migrations';

/**
 * The lists have each person once, with the text by which a search finds them: an employee's with that of their phone user,
 * so that a search reads one text a person. They are put together anew, in an order that no database decides for itself.
 * Who is erased leaves them at once, also where a copy of the last release erases, which knows no lists.
 */
export class SearchWhatIsListed extends Migration {
  override up(): void {
    this.addSql(`truncate "phone_system"."mapping_count"`);
    this.addSql(`drop table "phone_system"."mapping_place"`);
    // What a search looks at stands in front: to pass over the columns before it takes time for each row.
    this.addSql(`create table "phone_system"."mapping_place" (
      "connection_id" uuid not null, "is_line" boolean not null, "tenant_id" text not null,
      "search_text" text collate "C" not null, "name_key" text collate "C" not null, "person_id" text collate "C" not null,
      "list" text not null, "phone_user_id" text null,
      primary key ("connection_id", "is_line", "name_key", "person_id"))`);
    this.addSql(`create index "mapping_place_list" on "phone_system"."mapping_place"
      ("connection_id", "list", "name_key", "person_id")`);
    this.addSql(`alter table "phone_system"."mapping_place" enable row level security, force row level security`);
    // Whose rows are shown is asked once a statement: asked for each row, it is a third of what a search takes.
    this.addSql(`create policy tenant on "phone_system"."mapping_place" using (
      tenant_id = (select current_setting('phone_system.tenant', true))
      or (select current_setting('phone_system.across_tenants', true)) = 'on')`);

    this.addSql(`create function "phone_system"."unlist_erased_employee"() returns trigger language plpgsql as $$
      begin
        delete from phone_system.mapping_candidate m using phone_system.connection c
          where c.tenant_id = new.tenant_id and m.connection_id = c.id and m.employee_id = new.id;
        delete from phone_system.mapping_place p using phone_system.connection c
          where c.tenant_id = new.tenant_id and p.connection_id = c.id and not p.is_line and p.person_id = new.id;
        return null;
      end $$`);
    this.addSql(`create trigger "unlist_erased_employee" after update of erased_at on "phone_system"."employee"
      for each row when (new.erased_at is not null) execute function "phone_system"."unlist_erased_employee"()`);
    this.addSql(`create function "phone_system"."unlist_erased_phone_users"() returns trigger language plpgsql as $$
      begin
        delete from phone_system.mapping_candidate c using gone
          where c.connection_id = gone.connection_id and c.phone_user_id = gone.external_id;
        delete from phone_system.mapping_place p using gone
          where p.connection_id = gone.connection_id and p.phone_user_id = gone.external_id;
        return null;
      end $$`);
    this.addSql(`create trigger "unlist_erased_phone_users" after delete on "phone_system"."phone_user"
      referencing old table as gone for each statement execute function "phone_system"."unlist_erased_phone_users"()`);
  }
}
