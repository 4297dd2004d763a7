/**
 * The reference host from the sources, started again with each file that is saved. Types are not looked at: an editor, or
 * `npm run typecheck`, does that. Settings are those of `npm start`, data stay in `./data`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { bundlePages } from '../package/bundle-pages.js';
import { transpile, transpileAll } from '../package/transpile.js';

/** An editor saves several files, or one in several steps. */
const SAVED_TOGETHER_MS = 50;
/** What has not ended by itself by then is ended. The embedded database stands that. */
const LAST_MS = 1_000;

const root = resolve(import.meta.dirname, '..', '..');
const src = join(root, 'src');
// Below the root, as `dist` is: the host reads files from there.
const out = join(root, '.dev');

let host;
const changed = new Set();
let timer;
let turn = Promise.resolve();

rmSync(out, { recursive: true, force: true });
transpileAll(src, out);
await bundlePages(join(out, 'host'));
watch(src, { recursive: true }, (_event, file) => {
  if (file === null || !file.endsWith('.ts') || file.endsWith('.spec.ts')) return;
  changed.add(file);
  clearTimeout(timer);
  timer = setTimeout(() => (turn = turn.then(restart)), SAVED_TOGETHER_MS);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end().then(() => process.exit(0)));
start(performance.now());

async function restart() {
  const files = [...changed];
  changed.clear();
  if (files.length === 0) return;
  const from = performance.now();
  const ended = end();
  try {
    for (const file of files) transpile(src, file, out);
    if (files.some((file) => file.startsWith('host'))) await bundlePages(join(out, 'host'));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    await ended;
    return;
  }
  await ended;
  start(from, files.join(', '));
}

function start(from, why) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(out, 'host', 'main.js')], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  host = child;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    if (!text.startsWith('Ready:')) return;
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    process.stdout.write(why === undefined ? `Watching src. Started in ${seconds} s.\n` : `${why}: ${seconds} s.\n`);
  });
}

async function end() {
  if (host === undefined || host.exitCode !== null || host.signalCode !== null) return;
  const gone = once(host, 'exit');
  host.kill('SIGTERM');
  const last = setTimeout(() => host.kill('SIGKILL'), LAST_MS);
  await gone;
  clearTimeout(last);
}
