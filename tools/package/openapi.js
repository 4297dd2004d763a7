/**
 * Writes the OpenAPI document of the reference host into `docs/api/openapi.json`, and its schemas as the types that the
 * pages read; or, without `--write`, compares both with what stands there and fails where they differ. Reads what is
 * built, so build first; nothing is started.
 */
import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import openapiTS, { astToString } from 'openapi-typescript';

const root = resolve(import.meta.dirname, '..', '..');
// eslint-disable-next-line no-unsanitized/method -- what was just built
const { previewDocument } = await import(join(root, 'reference-host', 'dist', 'openapi.js'));

const document = await previewDocument();
const types = await openapiTS(JSON.stringify({ ...document, paths: {} }), { immutable: true });
const texts = {
  'docs/api/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'reference-host/src/views/shared/http-surface.ts': `/** Written by \`npm run surface\` from docs/api/openapi.json. */\n\n${astToString(types)}`,
};
for (const [file, text] of Object.entries(texts)) {
  const path = join(root, file);
  if (process.argv.includes('--write')) {
    writeFileSync(path, text);
  } else if (!existsSync(path) || text !== readFileSync(path, 'utf8')) {
    process.stderr.write(`The HTTP surface is not what ${file} says.\n`);
    process.stderr.write('Run `npm run surface`, read the difference, and say it in CHANGELOG.md.\n');
    process.exitCode = 1;
  }
}
