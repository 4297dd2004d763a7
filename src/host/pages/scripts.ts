import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VENDOR_MODULES } from './import-map.js';

/** Every script that pages load, by its address: the views and the browser's own as they were compiled, and libraries. */
export const SCRIPTS: ReadonlyMap<string, Buffer> = new Map([
  ...['views', 'browser'].flatMap(compiledScripts),
  ...Object.entries(VENDOR_MODULES).map(([name, file]): [string, Buffer] => [
    `/assets/vendor/${file}`,
    readFileSync(fileURLToPath(import.meta.resolve(name))),
  ]),
]);

function compiledScripts(folder: string): [string, Buffer][] {
  const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js') && !file.endsWith('.spec.js'))
    .map((file) => [`/assets/${folder}/${file}`, readFileSync(`${root}${file}`)]);
}
