import { Migration } from '@mikro-orm/migrations';
import { keepTenantsApart } from './0007-row-level-security.js';

/** Calls that a list only announces, and which records a reading of one of them brought. */
export class ReadWhatIsAnnounced extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "phone_system"."announced_call" (
     "connection_id" uuid not null, "external_id" text not null, "tenant_id" text not null,
     "started_at" timestamptz(3) null, "revision" bigint null, "asked" int not null, "answered" int not null default 0,
     "noted_at" timestamptz(3) not null, "attempts" int not null default 0, "failing_since" timestamptz(3) null,
     "problem" jsonb null, "resume_at" timestamptz(3) null,
     constraint "announced_call_pkey" primary key ("connection_id", "external_id"))`,
  `create index "announced_call_connection_id_started_at_index" on "phone_system"."announced_call" ("connection_id", "started_at")`,
  `create index "announced_call_unread" on "phone_system"."announced_call" ("connection_id", "started_at") where "answered" < "asked"`,
  `create index "announced_call_failing" on "phone_system"."announced_call" ("connection_id", "failing_since") where "problem" is not null`,
  ...keepTenantsApart('announced_call'),
  `alter table "phone_system"."call_record" add column "detail_of" text null`,
];
