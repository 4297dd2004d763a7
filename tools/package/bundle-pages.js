/**
 * Bundles what the pages of the reference host run in a browser: each page asks for a few small files. What a page leads to
 * is written down beside them, so that a browser can be told of all at once.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const host = resolve(import.meta.dirname, '..', '..', 'dist', 'host');
const outdir = join(host, 'assets');
const common = { bundle: true, minify: true, target: 'es2023', absWorkingDir: host, outdir, logLevel: 'warning' };

await build({ ...common, format: 'iife', entryPoints: ['browser/early.js'] });
const { metafile } = await build({
  ...common,
  format: 'esm',
  splitting: true,
  entryPoints: ['browser/start.js'],
  chunkNames: '[name]-[hash]',
  metafile: true,
});

const modules = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) => {
  const page = /^browser\/(.+)-app\.js$/.exec(entryPoint ?? '')?.[1];
  return page === undefined ? [] : [[page, [...staticallyFrom(['assets/start.js', path])].map((file) => `/${file}`)]];
});
writeFileSync(join(outdir, 'pages.json'), JSON.stringify(Object.fromEntries(modules)));
rmSync(join(host, 'browser'), { recursive: true });

function staticallyFrom(paths, found = new Set()) {
  for (const path of paths) {
    if (found.has(path)) continue;
    found.add(path);
    const { imports } = metafile.outputs[path];
    staticallyFrom(
      imports.filter(({ kind }) => kind === 'import-statement').map((it) => it.path),
      found,
    );
  }
  return found;
}
