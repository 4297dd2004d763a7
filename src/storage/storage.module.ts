import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog } from '../tracing/index.js';
import type { DatabaseLocation } from './database-location.js';
import { roleWarning } from './database-role.js';
import { takeDataDir } from './data-dir.js';
import { migrate } from './migrate.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { PHONE_SYSTEM_ORM, PHONE_SYSTEM_SETTINGS } from './storage.tokens.js';

/** An open database and, where it is embedded, the hold on its folder. */
interface OpenDatabase {
  readonly orm: PhoneSystemOrm;
  readonly release: () => void;
}

const OPEN_DATABASE = Symbol('OPEN_DATABASE');

/** The database, migrated, for everything below. Closed last. */
@Global()
@Module({
  providers: [
    {
      provide: OPEN_DATABASE,
      inject: [PHONE_SYSTEM_SETTINGS],
      useFactory: async (settings: PhoneSystemSettings): Promise<OpenDatabase> => {
        const location = locationOf(settings);
        const release = location.kind === 'embedded' ? takeDataDir(location.dataDir) : () => {};
        try {
          const orm = await openOrm(location);
          if (settings.runMigrations) await migrate(orm);
          const warning = roleWarning(orm.role);
          if (warning !== null) new EventLog('PhoneSystems').warn('role-bypasses-policies', warning);
          return { orm, release };
        } catch (error) {
          release();
          throw error;
        }
      },
    },
    { provide: PHONE_SYSTEM_ORM, inject: [OPEN_DATABASE], useFactory: ({ orm }: OpenDatabase) => orm },
  ],
  exports: [PHONE_SYSTEM_ORM],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(OPEN_DATABASE) private readonly database: OpenDatabase) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.orm.close(true);
    this.database.release();
  }
}

const locationOf = ({ databaseUrl, dataDir }: PhoneSystemSettings): DatabaseLocation =>
  databaseUrl === null ? { kind: 'embedded', dataDir } : { kind: 'server', url: databaseUrl };
