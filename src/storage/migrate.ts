import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { type PhoneSystemOrm, SCHEMA } from './phone-system-orm.js';

/**
 * Brings the schema up to date. Copies of the host that start together take turns: whoever comes second finds nothing
 * left to do.
 */
export async function migrate(orm: PhoneSystemOrm): Promise<void> {
  if (orm.driver instanceof PostgreSqlDriver) {
    await orm.em.fork().transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(hashtext(?))', [SCHEMA]);
      await orm.migrator.up();
    });
  } else {
    // The embedded database has one connection and one user: a lock held in a transaction would wait for itself.
    await orm.migrator.up();
  }
}
