import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrm } from '../../src/storage/index.js';
import { type HostProcess, removeDir } from './host-process.js';

/** Everything that the host kept at one moment. */
export interface Dump {
  readonly when: string;
  readonly rows: readonly { readonly table: string; readonly text: string }[];
  /** The database's own files, with what was deleted and not yet swept, and the log that it writes ahead. */
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
}

/**
 * Copies the embedded database of a host, and reads everything in it. The host stands still only while its files are
 * copied: after a longer pause it closes the connections that stood idle, whatever is on its way in them.
 */
export async function dump(when: string, host: Pick<HostProcess, 'dataDir' | 'pause' | 'wake'>): Promise<Dump> {
  const copy = await mkdtemp(join(tmpdir(), 'dump-'));
  host.pause();
  try {
    await cp(join(host.dataDir, 'postgres'), join(copy, 'postgres'), { recursive: true });
  } finally {
    host.wake();
  }
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
