/**
 * Writes the OpenAPI document of the reference host into `docs/api/openapi.json`; or, without `--write`, compares it
 * with what stands there and fails where it differs. Reads `dist`, so build first; nothing is started.
 */
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

const root = resolve(import.meta.dirname, '..', '..');
const file = join(root, 'docs', 'api', 'openapi.json');
// eslint-disable-next-line no-unsanitized/method -- what was just built
const { previewDocument } = await import(join(root, 'dist', 'host', 'openapi.js'));

const document = `${JSON.stringify(await previewDocument(), null, 2)}\n`;
if (process.argv.includes('--write')) {
  writeFileSync(file, document);
} else if (document !== readFileSync(file, 'utf8')) {
  process.stderr.write('The HTTP surface is not what docs/api/openapi.json says.\n');
  process.stderr.write('Run `npm run surface`, read the difference, and say it in CHANGELOG.md.\n');
  process.exitCode = 1;
}
