import { Migration } from '@mikro-orm/migrations';

/**
 * A second wall between tenants: the database itself shows a tenant's rows only to a transaction that says whose it is.
 * Forced, so that it holds for the tables' owner as well. A later migration that makes a table with a tenant's rows ends
 * with {@link keepTenantsApart}.
 */
export class RowLevelSecurity extends Migration {
  override up(): void {
    this.addSql(`do $$
      declare
        name text;
      begin
        for name in
          select c.table_name from information_schema.columns c
          join information_schema.tables t using (table_schema, table_name)
          where c.table_schema = 'phone_system' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'
          order by c.table_name
        loop
          execute format('alter table phone_system.%I enable row level security, force row level security', name);
          execute format('create policy tenant on phone_system.%I using ${WHOSE.replaceAll("'", "''")}', name);
        end loop;
      end $$`);
  }
}

const WHOSE = `(tenant_id = current_setting('phone_system.tenant', true) or current_setting('phone_system.across_tenants', true) = 'on')`;

/** The statements that put a new table behind the same wall. */
export const keepTenantsApart = (table: string): readonly string[] => [
  `alter table "phone_system"."${table}" enable row level security, force row level security`,
  `create policy tenant on "phone_system"."${table}" using ${WHOSE}`,
];
