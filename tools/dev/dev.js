/**
 * The reference host from the sources, started again with each file that is saved. Types are not looked at: an editor, or
 * `npm run typecheck`, does that. Settings are those of `npm start`, data stay in `./data`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, watch } from 'node:fs';
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
// The host finds the package by its name: in `.dev` the one that is transpiled, of all others those of the checkout.
const dev = join(root, '.dev');
const installed = join(dev, 'node_modules', 'prodoscore-phone-systems');
const host = join(dev, 'reference-host', 'dist');
const folders = [
  { name: 'src', from: join(root, 'src'), to: join(installed, 'dist') },
  { name: 'reference-host/src', from: join(root, 'reference-host', 'src'), to: host },
];

let running;
const changed = new Map();
let timer;
let turn = Promise.resolve();

rmSync(dev, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
for (const file of ['package.json', 'plugin.manifest.json', 'plugin.manifest.schema.json']) {
  copyFileSync(join(root, file), join(installed, file));
}
for (const folder of folders) {
  transpileAll(folder.from, folder.to);
  watch(folder.from, { recursive: true }, (_event, file) => {
    if (file === null || !file.endsWith('.ts') || file.endsWith('.spec.ts')) return;
    changed.set(join(folder.name, file), { folder, file });
    clearTimeout(timer);
    timer = setTimeout(() => (turn = turn.then(restart)), SAVED_TOGETHER_MS);
  });
}
await bundlePages(host);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end().then(() => process.exit(0)));
start(performance.now());

async function restart() {
  const files = [...changed.keys()];
  const saved = [...changed.values()];
  changed.clear();
  if (files.length === 0) return;
  const from = performance.now();
  const ended = end();
  try {
    for (const { folder, file } of saved) transpile(folder.from, file, folder.to);
    if (saved.some(({ folder }) => folder.to === host)) await bundlePages(host);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    await ended;
    return;
  }
  await ended;
  start(from, files.join(', '));
}

function start(from, why) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(host, 'main.js')], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  running = child;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    if (!text.startsWith('Ready:')) return;
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    process.stdout.write(
      why === undefined ? `Watching the sources. Started in ${seconds} s.\n` : `${why}: ${seconds} s.\n`,
    );
  });
}

async function end() {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const gone = once(running, 'exit');
  running.kill('SIGTERM');
  const last = setTimeout(() => running.kill('SIGKILL'), LAST_MS);
  await gone;
  clearTimeout(last);
}
