import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { walkHost } from '../support/host-walk.js';
import { type HostsHouse, installHosts, peersAt } from '../support/hosts-house.js';
import { type RunningNestHost, settingsOf, startNestHost } from '../support/nest-host.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** What these hosts bring along beside the peers. */
const OF_THE_HOSTS = {
  '@mikro-orm/core': '7.2.1',
  '@mikro-orm/decorators': '7.2.1',
  '@mikro-orm/nestjs': '7.1.0',
  '@mikro-orm/postgresql': '7.2.1',
  '@nestjs/config': '^12.0.1',
  '@nestjs/platform-express': '^12.5.1',
  '@nestjs/platform-fastify': '^12.5.0',
  '@nestjs/typeorm': '^12.0.2',
  pg: '^8.23.0',
  typeorm: '^1.1.1',
};

/** And those on NestJS 11: each as old as it is said to fit. */
const NEST_11 = { '@nestjs/platform-express': '11.2.10', '@nestjs/config': '4.0.4', '@nestjs/schedule': '6.1.3' };

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
  for (const { installed } of houses) console.log(`Run with ${installed.join(', ')}`);
  for (const house of houses) await house.remove();
});

/** Settings of a host on a database of its own. */
async function settingsFor(house: HostsHouse, program: string): Promise<Record<string, string>> {
  database = await createTestDatabase();
  return { ...settingsOf(dialpad, database), DATA_DIR: join(house.dir, 'data', program) };
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

/** Everything that a database has and PostgreSQL did not bring, the roles of its server included. */
async function inventoryOf(connectionString: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ thing: string }>(`
    with ours as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
    select 'schema ' || nspname as thing from ours
    union all select 'relation ' || nspname || '.' || relname from pg_class join ours on ours.oid = relnamespace
    union all select 'function ' || nspname || '.' || proname from pg_proc join ours on ours.oid = pronamespace
    union all select 'type ' || nspname || '.' || typname from pg_type join ours on ours.oid = typnamespace
    union all select 'extension ' || extname from pg_extension
    union all select 'role ' || rolname from pg_roles where rolname !~ '^pg_'
    union all select 'setting ' || setconfig::text from pg_db_role_setting
    order by thing`);
  await client.end();
  return rows.map(({ thing }) => thing);
}

/** Without what is the host's own. */
const besideNotes = (inventory: readonly string[]): readonly string[] =>
  inventory.filter((thing) => !/ public\.(_?note|PK_)/.test(thing));

describe('a host on NestJS 12, with the packed tarball installed', () => {
  let house: HostsHouse;

  beforeAll(async () => {
    const programs = ['prefixed', 'configured', 'with-mikro-orm', 'with-typeorm', 'on-fastify'];
    house = await installHosts(programs, { ...(await peersAt('newest')), ...OF_THE_HOSTS });
    houses.push(house);
    expect(house.installed).toContainEqual(expect.stringMatching(/^@nestjs\/core 12\./));
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
    'goes the whole way %s of its own on the same database, touches nothing of it, and is taken out without a trace',
    async (program) => {
      const settings = await settingsFor(house, program);
      if (settings['DATABASE_URL'] === undefined) throw new Error('DATABASE_URL must name a server for this test.');
      const before = await inventoryOf(settings['DATABASE_URL']);
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
      const after = await inventoryOf(settings['DATABASE_URL']);
      expect(after).toContain('relation public.note');
      expect(besideNotes(after)).toEqual(before);
    },
  );

  it('goes the whole way on Fastify, takes files there, and leaves the bodies of the host’s own routes alone', async () => {
    running = await startNestHost(house, await settingsFor(house, 'on-fastify'), 'on-fastify.js');
    const surface = `${running.url}/api`;
    await expectWholeWay(surface);

    const asDana = { 'x-employee': 'e1' };
    const mappings = `${surface}/phone-systems/dialpad/mappings`;
    const body = await (await fetch(`${mappings}/export`, { headers: asDana })).text();
    expect(body).toMatch(/^employeeId,phoneUserId/);
    const headers = { ...asDana, 'content-type': 'text/csv' };
    const imported = await fetch(`${mappings}/import?dryRun=true`, { method: 'POST', headers, body });
    expect(await imported.json()).toMatchObject({ dryRun: true, wrong: [] });

    const echo = (type: string) =>
      fetch(`${surface}/echo`, { method: 'POST', headers: { 'content-type': type }, body: '{"a":1}' });
    expect(await (await echo('application/json')).json()).toEqual({ a: 1 });
    expect((await echo('text/csv')).status).toBe(415);
  });
});

describe('a host on NestJS 11, with the packed tarball installed', () => {
  let house: HostsHouse;

  beforeAll(async () => {
    house = await installHosts(['plain'], { ...(await peersAt('oldest')), ...NEST_11 });
    houses.push(house);
    expect(house.installed).toContainEqual(expect.stringMatching(/^@nestjs\/core 11\./));
  });

  it('goes the whole way with the README’s two lines', async () => {
    running = await startNestHost(house, await settingsFor(house, 'plain'), 'plain.js');
    await expectWholeWay(running.url);
  });
});
