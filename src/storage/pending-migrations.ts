import type { PhoneSystemOrm } from './phone-system-orm.js';
import { migrations } from './migrations/index.js';

/**
 * The names of the migrations that this version knows and the database has not run. Names that only the database knows
 * are a newer copy's: its changes leave older copies what they use.
 */
export async function pendingMigrations(orm: PhoneSystemOrm): Promise<string[]> {
  const rows = await orm.em.fork().execute<{ name: string }[]>('select name from phone_system.migration');
  const run = new Set(rows.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !run.has(name));
}
