import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type HostProcess, killHosts, startHost } from '../support/host-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { triedUnless, withoutServer } from '../support/tried-where.js';
import { connectDialpad, signIn, until } from '../support/way.js';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

describe('the Dockerfile', () => {
  it('copies what there is, and what .dockerignore lets through', async () => {
    const copied = [...(await read('Dockerfile')).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    const admitted = [...(await read('.dockerignore')).matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    expect(copied.length).toBeGreaterThan(8);
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(copied.filter((path) => !admitted.some((each) => path === each || path.startsWith(`${each}/`)))).toEqual([]);
  });
});

describe('what compose.yaml starts, without containers', () => {
  const missing = withoutServer() ?? (isThere('nginx') ? null : 'nginx is not installed');
  let database: TestDatabase | undefined;
  let dir: string;
  const started: ChildProcess[] = [];
  const copies: HostProcess[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'containers-'));
  });

  afterAll(async () => {
    for (const copy of copies) await copy.stop();
    killHosts();
    for (const child of started) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await database?.drop();
    await rm(dir, { recursive: true, force: true });
  });

  const start = (
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    started.push(child);
    return child;
  };

  triedUnless(
    missing,
    'three copies behind the proxy of the compose file',
    it,
  )(
    'is one host to whoever comes by the proxy: signed in at one copy, and connected, at all of them, also when one stops',
    async () => {
      database = await createTestDatabase();
      const [proxy, dialpad, ...ports] = await Promise.all(Array.from({ length: 5 }, () => freePort()));
      const url = `http://localhost:${proxy}`;
      const client = { DIALPAD_CLIENT_ID: 'compose', DIALPAD_CLIENT_SECRET: 'compose-secret' };
      const simulator = start(process.execPath, ['containers/dialpad-simulator.js'], {
        ...client,
        PORT: String(dialpad),
        PUBLIC_URL: url,
        DATA_DIR: join(dir, 'dialpad'),
      });
      await once(simulator, 'spawn');
      await until('the simulator answers', () => answers(`http://localhost:${dialpad}`), Boolean);
      const settings = {
        ...client,
        DATABASE_URL: database.options.databaseUrl ?? '',
        TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        PUBLIC_URL: url,
        TRUST_PROXY: '1',
        DIALPAD_BASE_URL: `http://localhost:${dialpad}`,
      };
      copies.push(...(await Promise.all(ports.map((port) => startHost({ ...settings, PORT: String(port) })))));
      // On other ports, so that nothing else of the machine is in its way.
      let conf = await read('containers/nginx.conf');
      for (const [at, port] of [proxy, ...ports].entries()) {
        expect(conf).toContain(`300${at}`);
        conf = conf.replace(`300${at};`, `${port};`);
      }
      await mkdir(join(dir, 'tmp'));
      await writeFile(
        join(dir, 'nginx.conf'),
        `daemon off; pid ${dir}/nginx.pid; error_log stderr; events {} http { access_log off; client_body_temp_path ${dir}/tmp; ${conf} }`,
      );
      start('nginx', ['-c', join(dir, 'nginx.conf'), '-p', dir]);
      await until('the proxy passes requests on', () => answers(url), Boolean);

      const dana = await signIn(url, 'dana@acme.example');
      expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('outcome=connected');
      for (let request = 0; request < 6; request++) {
        expect((await dana.connection()).status).toBe('connected');
      }
      await copies.shift()?.stop();
      for (let request = 0; request < 6; request++) {
        expect((await dana.connection()).status).toBe('connected');
      }
    },
  );
});

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

function isThere(program: string): boolean {
  try {
    execFileSync('which', [program]);
    return true;
  } catch {
    return false;
  }
}
