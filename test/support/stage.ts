import { randomBytes } from 'node:crypto';
import { BoundsBook } from '../../src/access/bounds-book.service.js';
import { ErasedPeople } from '../../src/access/erased-people.service.js';
import { TenantDatabase } from '../../src/access/tenant-database.js';
import { TokenKeys } from '../../src/access/token-keys.service.js';
import { RequestBudget } from '../../src/connection/limits/request-budget.service.js';
import { openOrm, type PhoneSystemOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import {
  type PhoneSystemOptions,
  type PhoneSystemSettings,
  readPhoneSystemSettings,
} from '../../src/support/settings.js';
import { createTestDatabase } from './test-database.js';

/** A database of one's own, migrated, for the services of a spec. */
export interface Stage {
  readonly orm: PhoneSystemOrm;
  readonly tenants: TenantDatabase;
  readonly settings: PhoneSystemSettings;
  readonly erased: ErasedPeople;
  /**
   * What keeps the requests of one copy under the vendor's limits, until the stage closes.
   *
   * @param copy of whom; of the first unless given
   */
  requestBudget(this: void, copy?: TenantDatabase): RequestBudget;
  /**
   * What another copy of the host has: its own connections to the same server. The embedded database has one copy by
   * nature; there it is the same.
   */
  anotherCopy(): Promise<{ readonly orm: PhoneSystemOrm; readonly tenants: TenantDatabase }>;
  close(): Promise<void>;
}

const tokenKeys = `test:${randomBytes(32).toString('base64')}`;

/** What tenants let be stored, sealed as every stage seals. */
export const boundsBook = new BoundsBook(
  new TokenKeys(readPhoneSystemSettings(() => undefined, { tokenKeys }).settings),
);

export async function openStage(options: PhoneSystemOptions = {}): Promise<Stage> {
  const database = await createTestDatabase();
  const orm = await openOrm(database.location);
  await migrate(orm);
  const others: PhoneSystemOrm[] = [];
  const budgets: RequestBudget[] = [];
  const tenants = new TenantDatabase(orm);
  const { settings } = readPhoneSystemSettings(() => undefined, { tokenKeys, ...database.options, ...options });
  return {
    orm,
    tenants,
    settings,
    erased: new ErasedPeople(new TokenKeys(settings)),
    requestBudget: (copy = tenants) => {
      const budget = new RequestBudget(copy);
      budgets.push(budget);
      return budget;
    },
    anotherCopy: async () => {
      if (database.location.kind === 'embedded') return { orm, tenants: new TenantDatabase(orm) };
      const other = await openOrm(database.location);
      others.push(other);
      return { orm: other, tenants: new TenantDatabase(other) };
    },
    close: async () => {
      for (const budget of budgets) await budget.onModuleDestroy();
      for (const each of [...others, orm]) await each.close(true);
      await database.drop();
    },
  };
}

/** Resolves once something is so; a test's own time-out ends the waiting. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
