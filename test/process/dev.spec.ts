import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';
import { until } from '../support/way.js';

const ROOT = join(import.meta.dirname, '..', '..');

describe('npm run dev', () => {
  let dataDir: string;
  let child: ChildProcess;
  let printed = '';

  beforeAll(async () => {
    dataDir = await newDataDir();
  });

  afterAll(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  });

  it('starts the host from the sources, and again when one of them is saved', async () => {
    const port = await freePort();
    const { NODE_OPTIONS: _options, ...env } = process.env;
    child = spawn(process.execPath, [join('tools', 'dev', 'dev.js')], {
      cwd: ROOT,
      env: { ...env, DATA_DIR: dataDir, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const says = (line: RegExp): Promise<boolean> =>
      until(String(line), () => Promise.resolve(line.test(printed)), Boolean);
    await says(/Watching the sources/);
    expect((await fetch(`http://localhost:${port}/sign-in`)).status).toBe(200);

    const now = new Date();
    await utimes(join(ROOT, 'src', 'scoring', 'score-day.ts'), now, now);
    await says(/scoring\/score-day\.ts: [\d.]+ s\./);
    expect((await fetch(`http://localhost:${port}/sign-in`)).status).toBe(200);
  });
});
