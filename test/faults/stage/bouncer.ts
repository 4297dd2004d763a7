import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, removeDir } from '../../support/host-process.js';

/** A PgBouncer before a database server. */
export interface Bouncer {
  /** The address of a database through it. */
  through(url: string): string;
  close(): Promise<void>;
}

/** Why there is none; null where it is installed. */
export function withoutBouncer(): string | null {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'PgBouncer is not installed (apt-get install pgbouncer)';
  }
}

/**
 * As Debian brings it, in transaction mode: a session of the server is lent for one transaction. It has fewer of them than
 * the host has of its own, and refuses what it does not know at the start of a session, unless it is told to ignore it.
 */
export async function startBouncer(server: string): Promise<Bouncer> {
  const { hostname, port, username, password } = new URL(server);
  const own = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'phone-systems-bouncer-'));
  await chmod(dir, 0o755);
  const secret = password === '' ? '' : ` password='${decodeURIComponent(password)}'`;
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${port || '5432'} user='${decodeURIComponent(username)}'${secret}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 8',
    'max_client_conn = 200',
    'ignore_startup_parameters = options, idle_in_transaction_session_timeout',
  ];
  const file = join(dir, 'pgbouncer.ini');
  await writeFile(file, settings.join('\n'), { mode: 0o644 });
  // It does not run as root.
  const isRoot = process.getuid?.() === 0;
  const child = spawn('pgbouncer', isRoot ? ['-u', 'postgres', file] : [file], { stdio: ['ignore', 'ignore', 'pipe'] });
  await untilUp(child);
  return {
    through: (url) => {
      const address = new URL(url);
      address.host = `127.0.0.1:${own}`;
      return address.href;
    },
    close: async () => {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await removeDir(dir);
    },
  };
}

async function untilUp(child: ChildProcess): Promise<void> {
  let said = '';
  const up = new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.includes('process up')) resolve();
    });
    child.on('error', reject).on('exit', () => reject(new Error(`PgBouncer ended at its start: ${said}`)));
  });
  await up;
}
