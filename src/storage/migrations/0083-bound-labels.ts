import { Migration } from '@mikro-orm/migrations';

/** Where numbers are masked, labels and names of groups are looked through for numbers of anybody: also what is stored. */
export class BoundLabels extends Migration {
  override up(): void {
    this.addSql(`update phone_system.tenant set bounds_due_since = clock_timestamp(), bounded_to = null, bounded = 0
      where terms ->> 'counterparties' in ('masked', 'none')`);
  }
}
