/**
 * The reference host from the sources, started again with each file that is saved. Types are not looked at: an editor, or
 * `npm run typecheck`, does that. Settings are those of `npm start`, data stay in `./data`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
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
// The host finds the package and its siblings by their names: in `.dev` those that are transpiled, of all others those of
// the checkout.
const dev = join(root, '.dev');
const packages = ['', ...readdirSync(join(root, 'phone-systems')).map((name) => join('phone-systems', name))];
const homeOf = (home) =>
  join(dev, 'node_modules', JSON.parse(readFileSync(join(root, home, 'package.json'), 'utf8')).name);
const host = join(dev, 'reference-host', 'dist');
const folders = [
  ...packages.map((home) => ({
    name: join(home, 'src'),
    from: join(root, home, 'src'),
    to: join(homeOf(home), 'dist'),
  })),
  { name: 'reference-host/src', from: join(root, 'reference-host', 'src'), to: host },
];

let running;
const changed = new Map();
let timer;
let turn = Promise.resolve();

rmSync(dev, { recursive: true, force: true });
mkdirSync(dev);
// Without one of its own, the host would lie in the checkout's package, and find that one by its name.
mkdirSync(join(dev, 'reference-host'));
copyFileSync(join(root, 'reference-host', 'package.json'), join(dev, 'reference-host', 'package.json'));
for (const home of packages) {
  mkdirSync(homeOf(home), { recursive: true });
  for (const file of ['package.json', 'plugin.manifest.json', 'plugin.manifest.schema.json']) {
    if (existsSync(join(root, home, file))) copyFileSync(join(root, home, file), join(homeOf(home), file));
  }
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
