/**
 * Builds the package into `dist`, then its siblings and the reference host against it, each unless it was built from exactly
 * these sources already: what runs the built host builds first, and is run often.
 */
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { bundlePages } from './bundle-pages.js';

const root = resolve(import.meta.dirname, '..', '..');
const shared = [...filesIn('tools/package'), 'package.json', 'package-lock.json', 'tsconfig.json'];
const ofPackage = hashOf([...sourcesIn('src'), ...shared, 'nest-cli.json', 'tsconfig.build.json']);

await build('dist', ofPackage, () => run('nest build && node tools/package/trim.js'));

const ofSiblings = [];
for (const name of readdirSync(join(root, 'phone-systems'))) {
  const home = `phone-systems/${name}`;
  const files = [
    ...sourcesIn(`${home}/src`),
    ...filesIn(`${home}/test`),
    `${home}/tsconfig.json`,
    `${home}/package.json`,
  ];
  const hash = hashOf(files, ofPackage);
  ofSiblings.push(hash);
  await build(`${home}/dist`, hash, () => {
    run(`tsc -p ${home} --noCheck`);
    run(`tsc -p ${home}/test --noCheck`);
  });
}

const ofHost = hashOf(
  [...sourcesIn('reference-host/src'), 'reference-host/package.json', 'reference-host/tsconfig.build.json'],
  ofSiblings.join(),
);
await build('reference-host/dist', ofHost, async (folder) => {
  // Types are looked at by `npm run typecheck`: those of the HTTP surface are written from what is built here.
  run('tsc -p reference-host/tsconfig.build.json --noCheck');
  await bundlePages(folder);
  rmSync(join(folder, 'browser'), { recursive: true });
});

/** Building begins with an empty folder, so a build that was cut off leaves no mark behind. */
async function build(name, hash, make) {
  const folder = join(root, name);
  const mark = join(folder, '.built');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  process.stdout.write(`Building ${name}, which takes some seconds ...\n`);
  rmSync(folder, { recursive: true, force: true });
  await make(folder);
  writeFileSync(mark, hash);
}

function run(command) {
  execSync(command, { cwd: root, stdio: 'inherit' });
}

function sourcesIn(folder) {
  return filesIn(folder).filter((file) => !file.endsWith('.spec.ts'));
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOf(files, first = '') {
  const hashed = createHash('sha256').update(first);
  for (const file of files) {
    const text = readFileSync(resolve(root, file));
    hashed.update(`${file} ${text.length}\n`).update(text);
  }
  return hashed.digest('hex');
}
