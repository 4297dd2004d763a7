import { TenantDatabase } from '../../src/access/index.js';
import { openOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { createPlainDatabase } from '../support/plain-database.js';
import { report } from '../support/report.js';
import { importOfAFile } from './import.js';
import { largeCompany } from './large.js';

/** What mapping costs: a file taken over, and a large company's pages, searches and matching. */
export async function benchMapping(): Promise<void> {
  const database = await createPlainDatabase();
  const orm = await openOrm({ kind: 'server', url: database.url });
  await migrate(orm);
  const tenants = new TenantDatabase(orm);
  report('mapping: a file', await importOfAFile(tenants));
  report('mapping: a large company', await largeCompany(tenants));
  await orm.close(true);
  await database.drop();
}
