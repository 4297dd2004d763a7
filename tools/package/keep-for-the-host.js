/**
 * For the image of the reference host: what it imports becomes a dependency in package.json, at the version that the lock
 * file names, so that `npm prune --omit=dev` keeps it. In a checkout of your own this changes package.json.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const read = (file) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const imported = readdirSync(join(root, 'dist'), { recursive: true })
  .filter((file) => file.endsWith('.js') && !file.startsWith(join('host', 'browser')))
  .flatMap((file) => [...read(join('dist', file)).matchAll(/\b(?:from|import\()\s*'((?:@[\w-]+\/)?[\w.-]+)/g)])
  .map(([, name]) => name);

// Nest loads its platform by name.
for (const name of new Set([...imported, '@nestjs/platform-express'])) {
  const version = manifest.devDependencies[name];
  if (version === undefined) continue;
  manifest.dependencies[name] = version;
  delete manifest.devDependencies[name];
}
writeFileSync(join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
