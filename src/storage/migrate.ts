import { setTimeout as sleep } from 'node:timers/promises';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventLog } from '../tracing/index.js';
import { type PhoneSystemOrm, SCHEMA } from './phone-system-orm.js';

/** A statement that needs a table alone waits no longer: everybody who comes after it waits behind it. */
const LOCK_PATIENCE_MS = 3_000;
const AGAIN_MS = 1_000;

/**
 * Brings the schema up to date. Copies of the host that start together take turns: whoever comes second finds nothing
 * left to do. It waits for as long as another copy migrates or somebody holds a table, and says for whom.
 */
export async function migrate(orm: PhoneSystemOrm): Promise<void> {
  // The embedded database has one connection and one user: a lock held in a transaction would wait for itself.
  if (!(orm.driver instanceof PostgreSqlDriver)) return void (await orm.migrator.up());
  const log = new EventLog('PhoneSystems');
  for (let told = '', waits = await tryOnce(orm); waits !== null; waits = await tryOnce(orm)) {
    if (waits !== told) log.info('migration-waits', waits);
    told = waits;
    await sleep(AGAIN_MS);
  }
}

/**
 * All of it in the transaction that holds the lock, which therefore never stands still, and leaves nothing half done.
 *
 * @returns null where it is done, or else what it waits for
 */
async function tryOnce(orm: PhoneSystemOrm): Promise<string | null> {
  try {
    return await orm.em.fork().transactional(async (em) => {
      await em.execute(`set local idle_in_transaction_session_timeout = 0`);
      await em.execute(`set local lock_timeout = ${LOCK_PATIENCE_MS}`);
      const [lock] = await em.execute<[{ taken: boolean }]>('select pg_try_advisory_xact_lock(hashtext(?)) as taken', [
        SCHEMA,
      ]);
      if (!lock.taken)
        return `Another copy migrates the database (${await holders(em, OF_MIGRATION)}); this one waits.`;
      await orm.migrator.up({ transaction: em.getTransactionContext() });
      return null;
    });
  } catch (error) {
    if (!isHeld(error)) throw error;
    const who = await holders(orm.em.fork(), OF_TABLES);
    return `Others use tables that the new version changes (${who}); the change is tried again until they are free.`;
  }
}

const OF_MIGRATION = `l.locktype = 'advisory' and l.objid::bigint = (hashtext('${SCHEMA}')::bigint & 4294967295)`;
const OF_TABLES = `l.locktype = 'relation' and l.relation in (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${SCHEMA}')`;

/** Who holds what is waited for, as an operator finds them on the server. */
async function holders(em: SqlEntityManager, ofLock: string): Promise<string> {
  const rows = await em.execute<{ who: string }[]>(
    `select distinct format('process %s, %s', a.pid, coalesce(nullif(a.application_name, ''), host(a.client_addr), 'unnamed')) as who
     from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.granted and l.pid <> pg_backend_pid() and a.datname = current_database() and ${ofLock} order by 1`,
  );
  return rows.map(({ who }) => who).join('; ') || 'it has just ended';
}

/** No lock in time, or two that waited for each other. */
const isHeld = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01');
