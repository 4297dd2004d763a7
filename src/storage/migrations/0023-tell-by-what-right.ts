import { Migration } from '@mikro-orm/migrations';

/**
 * By what right a record was excluded; only that right or a higher one lets it count again. Exclusions from before, and
 * those of copies of the last release meanwhile, do not tell: they count as an administrator's.
 */
export class TellByWhatRight extends Migration {
  override up(): void {
    this.addSql(`alter table "phone_system"."exclusion" add column "excluded_as" text null`);
  }
}
