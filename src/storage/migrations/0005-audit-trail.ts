import { Migration } from '@mikro-orm/migrations';

/** Who did what. What is written stays written: the database itself refuses to change it. */
export class AuditTrail extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "phone_system"."audit_entry" (
    "id" bigserial primary key,
    "tenant_id" text not null,
    "at" timestamptz(3) not null,
    "actor" text not null,
    "action" text not null,
    "subject" text not null,
    "details" jsonb not null
  )`,
  `create index "audit_entry_tenant_id_id_index" on "phone_system"."audit_entry" ("tenant_id", "id")`,
  `create function "phone_system"."refuse_audit_change"() returns trigger language plpgsql as $$
   begin
     raise exception 'The audit trail is append-only: its rows are neither changed nor deleted.';
   end $$`,
  `create trigger "audit_entry_append_only" before update or delete on "phone_system"."audit_entry"
   for each row execute function "phone_system"."refuse_audit_change"()`,
  `create trigger "audit_entry_not_emptied" before truncate on "phone_system"."audit_entry"
   for each statement execute function "phone_system"."refuse_audit_change"()`,
];
