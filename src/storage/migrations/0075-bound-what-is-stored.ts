import { Migration } from '@mikro-orm/migrations';

/** Numbers of which nothing is stored, sealed, and how far bounds are applied to what was stored before them. */
export class BoundWhatIsStored extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."tenant" add column "sealed_never_store" text null,
      add column "bounds_due_since" timestamptz(3) null,
      add column "bounded_to" jsonb null,
      add column "bounded" int not null default 0`);
  }
}
