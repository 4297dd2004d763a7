import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { transpileAll } from '../../tools/package/transpile.js';

const ROOT = resolve(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'prodoscore-phone-systems');
const A_DAY_MS = 86_400_000;
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/**
 * Has an embedded database with the present schema ready: copying it is several times quicker than making and migrating
 * one for every file. It is made anew where anything that it depends on has changed, and kept from run to run.
 */
export default async function prepare() {
  process.env.EMBEDDED_IMAGE = await embeddedImage();
}

async function embeddedImage() {
  const image = join(CACHE, `database-${hashOf('src/storage')}`);
  if (!existsSync(image)) await make(image);
  const now = new Date();
  utimesSync(image, now, now);
  return image;
}

/** Of what makes the database as it is: the code that migrates, and the packages that it does it with. */
export function hashOf(storage) {
  const hash = createHash('sha256');
  const files = readdirSync(resolve(ROOT, storage), { recursive: true }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(resolve(ROOT, storage), file)));
  for (const name of ['@electric-sql/pglite', '@mikro-orm/migrations', '@mikro-orm/pglite']) {
    hash.update(read(`node_modules/${name}/package.json`));
  }
  return hash.update(read('test/support/embedded-image.js')).digest('hex').slice(0, 20);
}

async function make(image) {
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE).map((name) => join(CACHE, name))) {
    // Another run may be using it.
    if (Date.now() - statSync(old).mtimeMs > A_DAY_MS) rmSync(old, { recursive: true, force: true });
  }
  const draft = mkdtempSync(join(CACHE, 'draft-'));
  try {
    const code = join(draft, 'code');
    transpileAll(join(ROOT, 'src'), code);
    writeFileSync(join(code, 'package.json'), '{"type":"module"}');
    const dataDir = join(draft, 'data');
    // Of this checkout, and just made.
    // eslint-disable-next-line no-unsanitized/method
    const { openOrm } = await import(join(code, 'storage', 'phone-system-orm.js'));
    // eslint-disable-next-line no-unsanitized/method
    const { migrate } = await import(join(code, 'storage', 'migrate.js'));
    const orm = await openOrm({ kind: 'embedded', dataDir });
    await migrate(orm);
    await orm.close(true);
    renameSync(dataDir, image);
  } catch (error) {
    // Two runs may have begun at once; the first has made it.
    if (!existsSync(image)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
