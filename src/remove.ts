#!/usr/bin/env node
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { dropInstallation, findInstallation } from './removal.js';
import { openOrm } from './storage/index.js';

/** Takes everything of this package out of a database; the host's own stays as it is. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { database: { type: 'string' } } });
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '') {
    throw new Error('set DATABASE_URL to the server. An embedded database has nothing else in it: delete DATA_DIR.');
  }
  const orm = await openOrm({ kind: 'server', url });
  try {
    const { database, schemas, tables, leaning } = await findInstallation(orm);
    if (schemas.length === 0) {
      process.stdout.write(`Nothing of the phone systems is in the database "${database}".\n`);
      return 0;
    }
    const what = `${schemas.join(' and ')}, with ${tables} tables, in the database "${database}"`;
    if (leaning.length > 0) {
      throw new Error(`${leaning.join(', ')} of yours are built on its tables: drop or change them first`);
    }
    if (values.database !== database) {
      process.stdout.write(
        `This would drop ${what}, for good. Disconnect the tenants first, so that their grants are taken back, ` +
          `and stop every copy of the host. Then run it with --database ${database}\n`,
      );
      return 1;
    }
    await dropInstallation(orm);
    process.stdout.write(`Dropped: ${what}.\n`);
    return 0;
  } finally {
    await orm.close(true);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`Nothing was removed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
