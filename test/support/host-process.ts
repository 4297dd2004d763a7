import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { newDataDir } from './test-database.js';

/** Where the reference host lies built. */
const HOME = join(import.meta.dirname, '..', '..', 'reference-host', 'dist');

/** The built reference host in a process of its own, as a user starts it. */
export interface HostProcess {
  readonly url: string;
  readonly dataDir: string;
  /** Everything that it printed. */
  output(): string;
  /** Whether it has not ended yet. */
  isRunning(): boolean;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: it ends in the middle of whatever it does. */
  kill(): Promise<void>;
  /** SIGSTOP: it stands still, its connections stay open. */
  pause(): void;
  /** SIGCONT: it goes on as if no time had passed. */
  wake(): void;
}

/** A host that was started and may not be ready yet. */
export interface LaunchedHost extends HostProcess {
  /** Resolves when it has printed its line; rejects when it ended before. */
  readonly ready: Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends whatever a failed test has left behind. */
export function killHosts(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts the built host and waits until it is ready. */
export async function startHost(env: Readonly<Record<string, string>> = {}, home = HOME): Promise<HostProcess> {
  const host = await launchHost(env, home);
  await host.ready;
  return host;
}

/**
 * Starts the built host and does not wait.
 *
 * @param home another place where it lies built
 */
export async function launchHost(env: Readonly<Record<string, string>> = {}, home = HOME): Promise<LaunchedHost> {
  const port = env['PORT'] ?? String(await freePort());
  const dataDir = env['DATA_DIR'] ?? (await newDataDir());
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(home, 'main.js')], {
    env: { PATH: process.env['PATH'], PUBLIC_URL: url, ...env, PORT: port, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = collect(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const ready = (async (): Promise<void> => {
    while (!output().includes('Ready:')) {
      const done = await Promise.race([once(child.stdout, 'data'), ended.then(() => 'ended' as const)]);
      if (done === 'ended' && !output().includes('Ready:')) throw new Error(`The host ended at its start: ${output()}`);
    }
  })();
  // Who kills a host while it starts does not wait for it.
  ready.catch(() => undefined);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isRunning()) {
      child.kill(signal);
      await ended;
    }
  };
  return {
    url,
    dataDir,
    ready,
    output,
    isRunning,
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
    pause: () => child.kill('SIGSTOP'),
    wake: () => child.kill('SIGCONT'),
  };
}

/** Runs the host where it is expected to end at once. */
export async function runHost(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [join(HOME, 'main.js')], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  await once(child, 'exit');
  return { code: child.exitCode, output: output() };
}

export const removeDir = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true });

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return () => text;
}

/** Below the ports that the system gives to connections of its own: one of those may take a port before a host has it. */
const PORTS = { first: 12_000, last: 31_999 };

/** A port that is free now, on this machine. */
export async function freePort(): Promise<number> {
  const port = randomInt(PORTS.first, PORTS.last + 1);
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}
