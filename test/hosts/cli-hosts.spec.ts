import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { walkHost } from '../support/host-walk.js';
import { type RunningNestHost, settingsOf, startNestHost } from '../support/nest-host.js';
import { packTarball } from '../support/packed-house.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PORTS = join(import.meta.dirname, '..', 'hosts', 'programs', 'phone-system.ports.ts');
const execute = promisify(execFile);

const { NODE_OPTIONS: _options, ...inherited } = process.env;

/** As a person's shell would: nothing of jest's. */
const run = async (dir: string, command: string, env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { stdout } = await execute('bash', ['-c', command], {
    cwd: dir,
    env: { ...inherited, ...env },
    maxBuffer: 1 << 26,
  }).catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`${command}: ${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  return stdout;
};

const README = await readFile(join(ROOT, 'README.md'), 'utf8');
const blockOf = (language: string, has: string): string => {
  const blocks = [...README.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
  const found = blocks.find(([, of, text]) => of === language && text?.includes(has))?.[2];
  if (found === undefined) throw new Error(`README.md has no ${language} block with "${has}".`);
  return found.trim();
};

let dialpad: DialpadSimulator;

beforeAll(async () => {
  dialpad = await startDialpadSimulator();
});

afterAll(() => dialpad.stop());

// Hosts of CLI 12 are modules, and test themselves with vitest; those of CLI 11 are CommonJS, and test themselves with jest.
describe.each([
  { cli: '11', ending: '' },
  { cli: '12', ending: '.js' },
])('a host made by Nest CLI $cli, with the README’s install line', ({ cli, ending }) => {
  let parent: string;
  let dir: string;
  let before: number;
  let copies: readonly number[];
  let database: TestDatabase;
  let running: RunningNestHost | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
    parent = await mkdtemp(join(tmpdir(), 'cli-host-'));
    dir = join(parent, 'host');
    await run(parent, `npx --yes -p @nestjs/cli@${cli} nest new host --package-manager npm --skip-git --skip-install`);
    await run(dir, 'npm install --no-audit --no-fund');
    before = await sizeOf(dir, 'node_modules');
    copies = await copiesIn(dir);
    const tarball = await packTarball(parent);
    const line = blockOf('sh', 'npm install ../').replace(/\S+\.tgz/, `../${tarball}`);
    await run(dir, line);
    const more = (await sizeOf(dir, 'node_modules')) - before;
    const embedded = await sizeOf(dir, 'node_modules/@electric-sql');
    console.log(`CLI ${cli}: ${more} MB more, ${embedded} of them the embedded database`);
    await cp(PORTS, join(dir, 'src', 'phone-system.ports.ts'));
    await writeFile(join(dir, 'src', 'app.module.ts'), moduleOf(ending));
    await run(dir, 'npm run build');
  }, 600_000);

  afterAll(async () => {
    await running?.stop();
    await database?.drop();
    await rm(parent, { recursive: true, force: true });
  });

  const settings = () => settingsOf(dialpad, database);

  it('goes the whole way with the README’s two lines', async () => {
    running = await startNestHost({ dir }, settings());
    const { offered, outcome, status } = await walkHost(running.url);
    expect({ offered, outcome, status }).toEqual({ offered: ['dialpad'], outcome: 'connected', status: 'connected' });
    await running.stop();
    running = undefined;
  });

  it('has no second copy of what it shares with this package', async () => {
    expect(await copiesIn(dir)).toEqual(copies);
  });

  it('does without the embedded database where a server is used, and says so where none is', async () => {
    await run(dir, 'rm -rf node_modules/@mikro-orm/pglite node_modules/@electric-sql/pglite');
    if (database.options.databaseUrl !== undefined) {
      running = await startNestHost({ dir }, settings());
      expect((await fetch(`${running.url}/phone-systems`, { headers: { 'x-employee': 'e1' } })).status).toBe(200);
      await running.stop();
      running = undefined;
    }
    await expect(startNestHost({ dir }, { DIALPAD_CLIENT_ID: 'a', DIALPAD_CLIENT_SECRET: 'b' })).rejects.toThrow(
      /The embedded database cannot be used \(@mikro-orm\/pglite.* is not installed\): give a PostgreSQL server in DATABASE_URL/,
    );
    await run(dir, 'npm install --no-audit --no-fund');
  });

  if (cli === '11') {
    it('runs its own end-to-end test with the README’s lines for jest', async () => {
      const path = join(dir, 'test', 'jest-e2e.json');
      const own = JSON.parse(await readFile(path, 'utf8')) as object;
      const ours = JSON.parse(blockOf('json', 'extensionsToTreatAsEsm')) as object;
      await writeFile(path, JSON.stringify({ ...own, ...ours }));
      const command = blockOf('sh', 'experimental-vm-modules');
      await run(dir, command, { DATA_DIR: join(dir, 'data'), ...settings() });
    });
  }
});

const moduleOf = (ending: string): string => `import { Module } from '@nestjs/common';
${blockOf('ts', "from 'prodoscore-phone-systems'")}
import { AppController } from './app.controller${ending}';
import { AppService } from './app.service${ending}';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports${ending}';

@Module({
  ${blockOf('ts', 'PhoneSystemModule.forRoot').replace(/;$/, ',')}
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`;

/** In megabytes. */
const sizeOf = async (dir: string, folder: string): Promise<number> =>
  Number.parseInt(await run(dir, `du -sm ${folder}`), 10);

const SHARED = ['@nestjs/common', '@nestjs/core', 'rxjs', 'reflect-metadata'];

/** How many copies there are of each; tools of the host may have brought more than one. */
const copiesIn = async (dir: string): Promise<readonly number[]> =>
  await Promise.all(
    SHARED.map(async (name) => Number(await run(dir, `find . -path '*/node_modules/${name}/package.json' | wc -l`))),
  );
