import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrm } from '../../src/storage/index.js';
import { removeDir } from './host-process.js';

/** Everything that the host kept at one moment. */
export interface Dump {
  readonly when: string;
  readonly rows: readonly { readonly table: string; readonly text: string }[];
  /** The database's own files, with what was deleted and not yet swept, and the log that it writes ahead. */
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
}

/**
 * Copies an embedded database that stands still, and reads everything in it.
 *
 * @param dataDir of a host that is paused or stopped
 */
export async function dump(when: string, dataDir: string): Promise<Dump> {
  const copy = await mkdtemp(join(tmpdir(), 'dump-'));
  await cp(join(dataDir, 'postgres'), join(copy, 'postgres'), { recursive: true });
  const paths = await readdir(join(copy, 'postgres'), { recursive: true, withFileTypes: true });
  const files: { path: string; bytes: Buffer }[] = [];
  for (const entry of paths) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.push({ path, bytes: await readFile(path) });
  }
  const orm = await openOrm({ kind: 'embedded', dataDir: copy });
  const em = orm.em.fork();
  const tables = await em.execute<{ schema: string; name: string }[]>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm', 'v') and n.nspname not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  const rows: { table: string; text: string }[] = [];
  for (const { schema, name } of tables) {
    const found = await em.execute<{ row: string }[]>(`select t::text as row from "${schema}"."${name}" t`);
    rows.push(...found.map(({ row }) => ({ table: `${schema}.${name}`, text: row })));
  }
  await orm.close(true);
  await removeDir(copy);
  return { when, rows, files };
}
