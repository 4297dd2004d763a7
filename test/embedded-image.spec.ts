import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../src/storage/migrations/index.js';
import { openOrm } from '../src/storage/phone-system-orm.js';
import { hashOf } from './support/embedded-image.js';
import { newDataDir } from './support/test-database.js';

describe('the embedded database that tests copy', () => {
  it('has every migration, in the schema that the entities describe, and nothing in its tables', async () => {
    const dataDir = await newDataDir();
    const orm = await openOrm({ kind: 'embedded', dataDir });
    expect(await orm.migrator.getPending()).toEqual([]);
    expect(await orm.migrator.getExecuted()).toHaveLength(migrations.length);
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
    const counted = await orm.em.fork().execute<{ table_name: string; rows: string }[]>(
      `select table_name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from phone_system.%I', table_name), false, true, '')))[1]::text as rows
       from information_schema.tables where table_schema = 'phone_system' and table_type = 'BASE TABLE' and table_name <> 'migration'`,
    );
    expect(counted.length).toBeGreaterThan(10);
    expect(counted.filter(({ rows }) => rows !== '0')).toEqual([]);
    await orm.close(true);
    await rm(dataDir, { recursive: true });
  });

  it('is another one as soon as anything that migrates is changed, and the same otherwise', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'storage-'));
    await cp(join(import.meta.dirname, '..', 'src', 'storage'), dir, { recursive: true });
    expect(hashOf(dir)).toBe(hashOf('src/storage'));
    await writeFile(join(dir, 'migrate.spec.ts'), '');
    expect(hashOf(dir)).toBe(hashOf('src/storage'));
    for (const file of ['migrations/9999-later.ts', 'migrate.ts', 'entities/index.ts']) {
      const before = hashOf(dir);
      await writeFile(join(dir, file), '// changed');
      expect(hashOf(dir)).not.toBe(before);
    }
    await rm(dir, { recursive: true });
  });
});
