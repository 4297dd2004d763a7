import { Migration } from '@mikro-orm/migrations';

/** Whom an employee is, is asked for each day that is scored or read. */
export class FindMappingsByEmployee extends Migration {
  override up(): void {
    this.addSql(
      `create index "mapping_tenant_id_employee_id_index" on "phone_system"."mapping" ("tenant_id", "employee_id")`,
    );
  }
}
