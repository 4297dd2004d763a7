import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { walkHost } from '../support/host-walk.js';
import { type HostsHouse, installHosts, peersAt } from '../support/hosts-house.js';
import { type RunningNestHost, startNestHost } from '../support/nest-host.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** What these hosts bring along beside the peers. */
const OF_THE_HOSTS = {
  '@mikro-orm/core': '7.2.1',
  '@mikro-orm/decorators': '7.2.1',
  '@mikro-orm/nestjs': '7.1.0',
  '@mikro-orm/postgresql': '7.2.1',
  '@nestjs/platform-express': '^12.5.1',
  '@nestjs/platform-fastify': '^12.5.0',
  '@nestjs/typeorm': '^12.0.2',
  pg: '^8.23.0',
  typeorm: '^1.1.1',
};

const WALKED = { offered: ['dialpad'], outcome: 'connected', status: 'connected' };

let dialpad: DialpadSimulator;
let database: TestDatabase | undefined;
let running: RunningNestHost | undefined;
const houses: HostsHouse[] = [];

beforeAll(async () => {
  dialpad = await startDialpadSimulator();
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await database?.drop();
  database = undefined;
});

afterAll(async () => {
  await dialpad.stop();
  for (const house of houses) await house.remove();
});

/** Settings of a host on a database of its own. */
async function settingsFor(house: HostsHouse, program: string): Promise<Record<string, string>> {
  database = await createTestDatabase();
  const { databaseUrl } = database.options;
  return {
    DIALPAD_CLIENT_ID: dialpad.clientId,
    DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
    DIALPAD_BASE_URL: dialpad.baseUrl,
    HISTORY_DAYS: '4',
    DATA_DIR: join(house.dir, 'data', program),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}

async function expectWholeWay(surface: string): Promise<void> {
  const { counted, ...walked } = await walkHost(surface);
  expect(walked).toEqual(WALKED);
  expect(counted.day).toBeGreaterThan(0);
  expect(counted.calls).toBe(counted.day);
  expect(counted.call).toBeGreaterThan(0);
}

/** What the command that takes the package out says. */
async function removeFrom(
  { dir }: HostsHouse,
  { DATABASE_URL = '' }: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<string> {
  const command = join(dir, 'node_modules', '.bin', 'phone-systems-remove');
  const env = { PATH: process.env['PATH'], DATABASE_URL };
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...options], { env }).catch(
    (error: { readonly stdout: string }) => error,
  );
  return stdout;
}

async function tablesIn(connectionString: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select schemaname || '.' || tablename as name from pg_tables where schemaname !~ '^(pg_|information_schema)'",
  );
  await client.end();
  return rows.map(({ name }) => name);
}

describe('a host on NestJS 12, with the packed tarball installed', () => {
  let house: HostsHouse;

  beforeAll(async () => {
    const programs = ['prefixed', 'configured', 'with-mikro-orm', 'with-typeorm', 'on-fastify'];
    house = await installHosts(programs, { ...(await peersAt('newer')), ...OF_THE_HOSTS });
    houses.push(house);
    expect(await house.versionOf('@nestjs/core')).toMatch(/^12\./);
  });

  it('goes the whole way under a global prefix and with versions in the path, beside its own versions', async () => {
    running = await startNestHost(house, await settingsFor(house, 'prefixed'), 'prefixed.js');
    await expectWholeWay(`${running.url}/api/v1`);
    expect(await (await fetch(`${running.url}/api/v2/greeting`)).text()).toBe('Hello.');
  });

  it('goes the whole way with every setting from its own ConfigModule', async () => {
    const given = await settingsFor(house, 'configured');
    running = await startNestHost(
      house,
      (url) => ({
        OUR_ADDRESS: url,
        OUR_DIRECTORY: given['DATA_DIR'] ?? '',
        OUR_DIALPAD_ID: dialpad.clientId,
        OUR_DIALPAD_SECRET: dialpad.clientSecret,
        OUR_DIALPAD_ADDRESS: dialpad.baseUrl,
        PUBLIC_URL: '',
        DATA_DIR: '',
      }),
      'configured.js',
    );
    await expectWholeWay(running.url);
  });

  it.each(['with-mikro-orm', 'with-typeorm'])(
    'goes the whole way %s of its own on the same database, and neither touches what is the other’s',
    async (program) => {
      const settings = await settingsFor(house, program);
      if (settings['DATABASE_URL'] === undefined) throw new Error('DATABASE_URL must name a server for this test.');
      running = await startNestHost(house, settings, `${program}.js`);
      expect((await fetch(`${running.url}/notes`, { method: 'POST' })).status).toBe(201);
      await expectWholeWay(running.url);
      await running.stop();

      running = await startNestHost(house, settings, `${program}.js`);
      expect(await (await fetch(`${running.url}/notes`)).json()).toEqual([{ id: 1, text: 'ours' }]);
      const asDana = { headers: { 'x-employee': 'e1' } };
      const connection = await fetch(`${running.url}/phone-systems/dialpad/connection`, asDana);
      expect(await connection.json()).toMatchObject({ status: 'connected', progress: { phase: 'steady' } });
      await running.stop();

      const name = new URL(settings['DATABASE_URL']).pathname.slice(1);
      expect(await removeFrom(house, settings)).toContain(`--database ${name}`);
      expect(await removeFrom(house, settings, '--database', 'another')).toContain('This would drop');
      expect(await removeFrom(house, settings, '--database', name)).toContain('Dropped');
      expect(await removeFrom(house, settings)).toContain('Nothing of the phone systems');
      expect(await tablesIn(settings['DATABASE_URL'])).toEqual(['public.note']);
    },
  );

  it('is refused on Fastify, with a sentence that says what to install', async () => {
    const started = startNestHost(house, await settingsFor(house, 'on-fastify'), 'on-fastify.js');
    await expect(started).rejects.toThrow(
      'The phone systems cannot start on fastify: they need @nestjs/platform-express. Install it, and create the application without another adapter.',
    );
  });
});

describe('a host on NestJS 11, with the packed tarball installed', () => {
  let house: HostsHouse;

  beforeAll(async () => {
    house = await installHosts(['plain'], { ...(await peersAt('older')), '@nestjs/platform-express': '^11.2.10' });
    houses.push(house);
    expect(await house.versionOf('@nestjs/core')).toMatch(/^11\./);
  });

  it('goes the whole way with the README’s two lines', async () => {
    running = await startNestHost(house, await settingsFor(house, 'plain'), 'plain.js');
    await expectWholeWay(running.url);
  });
});
