import { Migration } from '@mikro-orm/migrations';
import { keepTenantsApart } from './0007-row-level-security.js';

/** Who opened whose days, calls and data: one row an hour, reader, person and kind of thing. */
export class WriteDownWhoLooked extends Migration {
  override up(): void {
    this.addSql(`create table "phone_system"."look" (
      "tenant_id" text not null,
      "employee_id" text not null,
      "hour" timestamptz(3) not null,
      "reader_id" text not null,
      "what" text not null,
      "looked_as" text not null,
      "looked_at" timestamptz(3) not null,
      primary key ("tenant_id", "employee_id", "hour", "reader_id", "what")
    )`);
    this.addSql(`create index "look_reader" on "phone_system"."look" ("tenant_id", "reader_id", "hour")`);
    for (const statement of keepTenantsApart('look')) this.addSql(statement);
  }
}
