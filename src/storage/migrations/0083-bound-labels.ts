import { Migration } from '@mikro-orm/migrations';

/** Where numbers are masked, labels and names of groups are looked through for numbers of anybody: also what is stored. */
export class BoundLabels extends Migration {
  override up(): void {
    // Row-level security would hide every row.
    this.addSql(`select set_config('phone_system.across_tenants', 'on', true)`);
    this.addSql(`update phone_system.tenant set bounds_due_since = clock_timestamp(), bounded_to = null, bounded = 0
      where terms ->> 'counterparties' in ('masked', 'none')`);
    this.addSql(`select set_config('phone_system.across_tenants', 'off', true)`);
  }
}
