import { join } from 'node:path';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { MikroORM, type Options } from '@mikro-orm/core';
import type { PgliteDriver } from '@mikro-orm/pglite';
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';
import * as entities from './entities/index.js';
import { migrations } from './migrations/index.js';
import { isNotInstalled } from '../support/not-installed.js';
import { isInMemory, makeDataDir } from './data-dir.js';
import type { DatabaseLocation } from './database-location.js';
import { throwLostAway } from './lost-sessions.js';
import { checkSession, sessionUrl } from './session-settings.js';
import { SessionSupply } from './session-supply.js';
import { type DatabaseRole, readDatabaseRole } from './database-role.js';
import { whyNotOpened } from './why-not-opened.js';

/** The PostgreSQL schema that everything of this package lives in, apart from the queue's own. */
export const SCHEMA = 'phone_system';

/** The package's own MikroORM: it shares no context, no identity map and no schema with the host's. */
export type PhoneSystemOrm = MikroORM<AbstractSqlDriver, SqlEntityManager> & {
  /** As it was when the database was opened: a role that is changed asks for a restart. */
  readonly role: DatabaseRole;
  /** Of a server; the embedded database has one, and nobody is without it. */
  readonly sessions: SessionSupply;
};

/**
 * A copy of the host that stands still or is cut off may hold a connection's row. After so long the server lets go of
 * it, so that another copy can take over; the one that comes back finds its transaction gone.
 */
const LONGEST_SILENCE_MS = 10_000;

/** So long a caller waits for a session before it is told that there is none. */
const LONGEST_WAIT_MS = 15_000;

/** Options for both dialects; the same entities and the same migrations. */
export const ormOptions = async (
  location: DatabaseLocation,
  sessions = new SessionSupply(),
): Promise<Partial<Options<AbstractSqlDriver, SqlEntityManager>>> => ({
  ...(location.kind === 'server'
    ? {
        driver: PostgreSqlDriver,
        clientUrl: location.url,
        pool: { min: 0, max: 10 },
        driverOptions: {
          // The ORM itself reads only the place and the user of an address.
          connectionString: sessionUrl(location.url, sessions.name),
          idle_in_transaction_session_timeout: LONGEST_SILENCE_MS,
          connectionTimeoutMillis: LONGEST_WAIT_MS,
          onPoolCreated: (pool: Parameters<typeof throwLostAway>[0] & Parameters<SessionSupply['watch']>[0]) => {
            throwLostAway(pool);
            sessions.watch(pool);
          },
        },
      }
    : { driver: await embeddedDriver(), dbName: embeddedPath(location.dataDir) }),
  entities: Object.values(entities),
  // A host's request or transaction context has the name "default": under it, it would be taken for this one.
  contextName: SCHEMA,
  schema: SCHEMA,
  metadataProvider: ReflectMetadataProvider,
  extensions: [Migrator],
  forceUtcTimezone: true,
  // Policies and triggers are written by migrations, and stand in no entity.
  schemaGenerator: { ignorePolicies: true, ignoreTriggers: true, ignoreRoutines: true },
  migrations: {
    tableName: 'migration',
    schema: SCHEMA,
    migrationsList: [...migrations],
    snapshot: false,
    silent: true,
  },
});

/** 26 MB that a host with a server may delete. */
async function embeddedDriver(): Promise<typeof PgliteDriver> {
  try {
    return (await import('@mikro-orm/pglite')).PgliteDriver;
  } catch (cause) {
    if (!isNotInstalled(cause, 'pglite')) throw cause;
    throw new Error(
      'The embedded database cannot be used (@mikro-orm/pglite, or @electric-sql/pglite below it, is not installed): ' +
        'give a PostgreSQL server in DATABASE_URL, or install both again.',
      { cause },
    );
  }
}

const embeddedPath = (dataDir: string): string => (isInMemory(dataDir) ? 'memory://' : join(dataDir, 'postgres'));

/**
 * Opens the database; for the embedded one its folder is made. Migrations are a step of their own.
 *
 * @throws Error with a sentence where it cannot be used
 */
export async function openOrm(location: DatabaseLocation): Promise<PhoneSystemOrm> {
  if (location.kind === 'embedded') makeDataDir(location.dataDir);
  const sessions = new SessionSupply();
  const orm = await MikroORM.init(await ormOptions(location, sessions));
  try {
    const role = await readDatabaseRole(orm);
    if (location.kind === 'server') await checkSession(orm);
    return Object.assign(orm, { role, sessions });
  } catch (cause) {
    await orm.close(true);
    throw new Error(whyNotOpened(location, cause), { cause });
  }
}
