/**
 * Builds `dist`, unless it was built from exactly these sources already: what runs the built host builds first, and is
 * run often.
 */
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { bundlePages } from './bundle-pages.js';

const root = resolve(import.meta.dirname, '..', '..');
// Building begins with an empty folder, so a build that was cut off leaves no mark behind.
const mark = join(root, 'dist', '.built');
const hash = hashOf([
  ...filesIn('src').filter((file) => !file.endsWith('.spec.ts')),
  ...filesIn('tools/package'),
  ...['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'],
]);

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== hash) {
  process.stdout.write('Building dist from src, which takes half a minute ...\n');
  execSync('nest build && node tools/package/trim.js', { cwd: root, stdio: 'inherit' });
  await bundlePages(join(root, 'dist', 'host'));
  rmSync(join(root, 'dist', 'host', 'browser'), { recursive: true });
  writeFileSync(mark, hash);
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOf(files) {
  const hashed = createHash('sha256');
  for (const file of files) {
    const text = readFileSync(resolve(root, file));
    hashed.update(`${file} ${text.length}\n`).update(text);
  }
  return hashed.digest('hex');
}
