/**
 * Bundles what the pages of the reference host run in a browser: each page asks for one file, whose
 * name tells what is in it. Which page asks for which is written down beside them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** @param host the folder of the compiled reference host */
export async function bundlePages(host) {
  const outdir = join(host, 'assets');
  const common = { bundle: true, minify: true, target: 'es2023', absWorkingDir: host, outdir, logLevel: 'warning' };

  await build({ ...common, format: 'iife', entryPoints: ['browser/early.js'] });
  const { metafile } = await build({
    ...common,
    format: 'esm',
    entryPoints: ['browser/entries/*.js'],
    entryNames: '[name]-[hash]',
    metafile: true,
  });

  // A page from before an upgrade asks for the script that it knows: another release's would take it over and break it.
  const scripts = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) => {
    const page = /^browser\/entries\/(.+)\.js$/.exec(entryPoint ?? '')?.[1];
    return page === undefined ? [] : [[page, `/${path}`]];
  });
  writeFileSync(join(outdir, 'pages.json'), JSON.stringify(Object.fromEntries(scripts)));
}
