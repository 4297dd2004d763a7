import { Migration } from '@mikro-orm/migrations';

/**
 * Which records told an erased person's name or number: a later reading leaves those as they are. Before, such records
 * were known again by hashes of names and numbers, so of tenants who erased somebody whatever may have been emptied is
 * taken for that. Connections are held first, as whoever writes their calls does: the two never wait for each other.
 */
export class KeepMentionsErased extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const ERASERS = `select id from "phone_system"."connection"
  where tenant_id in (select tenant_id from "phone_system"."erasure_key")`;

const statements = [
  `select set_config('phone_system.across_tenants', 'on', true)`,
  `${ERASERS} order by id for update`,
  `alter table "phone_system"."call_record" add column "mentions_erased" boolean not null default false`,
  `update "phone_system"."call_record" set "mentions_erased" = true
     where "connection_id" in (${ERASERS})
       and ("counterparty_number" is null and "counterparty_name" is null or "via_number" is null)`,
  `select set_config('phone_system.across_tenants', 'off', true)`,
];
