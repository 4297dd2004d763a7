import { Migration } from '@mikro-orm/migrations';

/**
 * Unpacking what a day answers is the larger part of reading it: lz4 unpacks several times faster than what PostgreSQL
 * does unless told otherwise. A server that was built without it, or knows of one way only, keeps that. What is stored
 * already stays as it is, and can be read as ever.
 */
export class QuickAnswersOfDays extends Migration {
  override up(): void {
    this.addSql(`
      do $$ begin
        execute 'alter table "phone_system"."day_score" alter column "answer" set compression lz4';
      exception when feature_not_supported or syntax_error then null;
      end $$`);
  }
}
