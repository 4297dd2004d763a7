import { Migration } from '@mikro-orm/migrations';
import { keepTenantsApart } from './0007-row-level-security.js';

/** Which version of the notice somebody has read, and when. */
export class NoteWhoReadTheNotice extends Migration {
  override up(): void {
    this.addSql(`create table "phone_system"."notice_acknowledgement" (
      "tenant_id" text not null,
      "employee_id" text not null,
      "version" text not null,
      "acknowledged_at" timestamptz(3) not null,
      primary key ("tenant_id", "employee_id", "version")
    )`);
    for (const statement of keepTenantsApart('notice_acknowledgement')) this.addSql(statement);
  }
}
