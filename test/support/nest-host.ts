import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { DialpadSimulator } from '../../src/testing/index.js';
import { freePort } from './host-process.js';
import { packTarball } from './packed-house.js';
import type { TestDatabase } from './test-database.js';
import { until } from './way.js';

const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const PORTS = join(import.meta.dirname, '..', 'hosts', 'programs', 'phone-system.ports.ts');
const NAME = 'prodoscore-phone-systems';

/** Of what `nest new` writes down for developers, only what building needs. */
const TO_BUILD = ['@nestjs/cli', '@nestjs/schematics', '@types/express', '@types/node', 'typescript'];

const run = promisify(execFile);
// What is started here runs on the same Node as the tests, and is none of jest's.
const { NODE_OPTIONS: _options, ...inherited } = process.env;
const env = { ...inherited, PATH: [BIN, process.env['PATH']].join(delimiter) };

/** A host that the Nest CLI made, with the packed tarball installed as any package. */
export interface NestHost {
  readonly dir: string;
  remove(): Promise<void>;
}

/** The module that `nest new` makes, with the README's two lines. */
const README_MODULE = `import { Module } from '@nestjs/common';
import { PhoneSystemModule } from '${NAME}';
import { DialpadModule } from '${NAME}/dialpad';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Module({
  imports: [
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`;

/** `nest new`, `npm install` of the tarball, the two lines, `npm run build`. */
export async function makeNestHost(): Promise<NestHost> {
  const parent = await mkdtemp(join(tmpdir(), 'nest-host-'));
  const dir = join(parent, 'host');
  await said(
    run('nest', ['new', 'host', '--package-manager', 'npm', '--skip-git', '--skip-install'], { cwd: parent, env }),
  );
  const tarball = await packTarball(parent);
  const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const wanted = {
    ...manifest,
    dependencies: { ...manifest.dependencies, [NAME]: `file:../${tarball}` },
    devDependencies: Object.fromEntries(TO_BUILD.map((name) => [name, manifest.devDependencies[name]])),
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(wanted));
  await cp(PORTS, join(dir, 'src', 'phone-system.ports.ts'));
  await writeFile(join(dir, 'src', 'app.module.ts'), README_MODULE);
  // What `nest new` tests itself with is not installed here.
  await rm(join(dir, 'src', 'app.controller.spec.ts'));
  await rm(join(dir, 'test'), { recursive: true });
  await leaveOutVitest(dir);
  await said(run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir }));
  await said(run('npm', ['run', 'build'], { cwd: dir, env }));
  return { dir, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Settings of a host that talks to a simulator, on a database of its own. */
export const settingsOf = (
  { clientId, clientSecret, baseUrl }: DialpadSimulator,
  { options: { databaseUrl } }: TestDatabase,
): Record<string, string> => ({
  DIALPAD_CLIENT_ID: clientId,
  DIALPAD_CLIENT_SECRET: clientSecret,
  DIALPAD_BASE_URL: baseUrl,
  HISTORY_DAYS: '4',
  ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
});

/** A started host. */
export interface RunningNestHost {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * `node dist/main`, ready when it answers.
 *
 * @param node the program that runs it, where it is another Node than the tests'
 * @param settings the environment, in the end; it is told where the host will be found
 * @param program the file in `dist`
 * @throws Error with what it printed, where it ends before
 */
export async function startNestHost(
  { dir, node = process.execPath }: Pick<NestHost, 'dir'> & { readonly node?: string },
  settings: Readonly<Record<string, string>> | ((url: string) => Readonly<Record<string, string>>) = {},
  program = 'main.js',
): Promise<RunningNestHost> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child: ChildProcess = spawn(node, [join('dist', program)], {
    cwd: dir,
    env: {
      PATH: env.PATH,
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: join(dir, 'data'),
      ...(typeof settings === 'function' ? settings(url) : settings),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const ended = once(child, 'exit');
  const isReady = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => printed.includes('Nest application successfully started') && resolve());
  });
  const first = await Promise.race([isReady.then(() => 'ready' as const), ended.then(() => 'ended' as const)]);
  if (first === 'ended') throw new Error(printed);
  // It says so a moment before its port is open.
  await until(
    'the host listens',
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    (listens) => listens,
  );
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A command that fails, fails with what it said. */
async function said(command: Promise<unknown>): Promise<void> {
  await command.catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}` || String(error));
  });
}

async function leaveOutVitest(dir: string): Promise<void> {
  const path = join(dir, 'tsconfig.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"vitest/globals", ', ''));
}
