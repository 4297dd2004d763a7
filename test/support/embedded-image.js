import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { PGlite } from '@electric-sql/pglite';

/** Makes an empty embedded database once a run: copying it is several times quicker than making one for every file. */
export default async function prepare() {
  const dir = await mkdtemp(join(tmpdir(), 'phone-systems-image-'));
  const database = await PGlite.create(join(dir, 'postgres'));
  await database.close();
  process.env.EMBEDDED_IMAGE = dir;
}
