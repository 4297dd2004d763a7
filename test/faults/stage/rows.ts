import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseLocation, openOrm } from '../../../src/storage/index.js';
import { removeDir } from '../../support/host-process.js';

/** Asks the database of a host for rows, past the host. */
export type ReadRows = <T>(select: string) => Promise<T[]>;

/**
 * Looks into a host's database at one instant. The embedded one is looked at in a copy of its files, so that the look
 * mends nothing that a killed host has to mend itself: that host must not be running.
 */
export async function lookInto<T>(location: DatabaseLocation, look: (read: ReadRows) => Promise<T>): Promise<T> {
  if (location.kind === 'server') return await readFrom(location, look);
  const dataDir = await mkdtemp(join(tmpdir(), 'phone-systems-look-'));
  try {
    await cp(join(location.dataDir, 'postgres'), join(dataDir, 'postgres'), { recursive: true });
    return await readFrom({ kind: 'embedded', dataDir }, look);
  } finally {
    await removeDir(dataDir);
  }
}

async function readFrom<T>(location: DatabaseLocation, look: (read: ReadRows) => Promise<T>): Promise<T> {
  const orm = await openOrm(location);
  try {
    return await orm.em.fork().transactional(
      async (em) => {
        await em.execute(`set local time zone 'UTC'`);
        // As JSON both drivers read it alike.
        return await look(async <R>(select: string) => {
          const [row] = await em.execute<{ rows: string | null }[]>(
            `select jsonb_agg(to_jsonb(found))::text as rows from (${select}) as found`,
          );
          return JSON.parse(row?.rows ?? '[]') as R[];
        });
      },
      { isolationLevel: 'repeatable read' as never },
    );
  } finally {
    await orm.close(true);
  }
}
