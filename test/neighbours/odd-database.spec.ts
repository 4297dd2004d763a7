import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { type BareHost, openBareHost } from '../support/bare-host.js';
import { walkHost } from '../support/host-walk.js';
import type { TestDatabase } from '../support/test-database.js';
import { triedUnless, withoutServer } from '../support/tried-where.js';

const server = process.env['DATABASE_URL'] ?? '';

const ODD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'in the German way, with everything else odd as well': {
    client_encoding: 'LATIN1',
    DateStyle: 'German, DMY',
    IntervalStyle: 'sql_standard',
    TimeZone: 'Asia/Kolkata',
    bytea_output: 'escape',
    extra_float_digits: '-15',
    standard_conforming_strings: 'off',
    array_nulls: 'off',
    transform_null_equals: 'on',
    search_path: 'odd',
    row_security: 'off',
    default_transaction_isolation: 'serializable',
    default_transaction_read_only: 'on',
    default_transaction_deferrable: 'on',
    statement_timeout: '1ms',
    lock_timeout: '1ms',
    idle_session_timeout: '1ms',
  },
  'in the way of SQL, with transactions that repeat what they read': {
    DateStyle: 'SQL, DMY',
    IntervalStyle: 'iso_8601',
    TimeZone: 'America/St_Johns',
    default_transaction_isolation: 'repeatable read',
    search_path: '"$user"',
  },
};

/** A database of a role of its own, which is nobody's administrator, with tables of the same names as ours. */
async function oddDatabase(settings: Readonly<Record<string, string>>): Promise<TestDatabase> {
  const name = `phone_system_odd_${randomUUID().replaceAll('-', '')}`;
  const asAdmin = async (url: string, ...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await asAdmin(
    server,
    `create role ${name} login nosuperuser nobypassrls password 'odd'`,
    `create database ${name} owner ${name} template template0 encoding 'UTF8'`,
  );
  const url = Object.assign(new URL(server), { pathname: `/${name}` });
  await asAdmin(
    url.href,
    `create schema odd authorization ${name}`,
    ...['connection', 'migration', 'job', 'call_record', 'employee'].map(
      (table) => `create table odd.${table} (odd text)`,
    ),
    ...Object.entries(settings).map(([setting, value]) => {
      const given = setting === 'search_path' ? value : `'${value}'`;
      return `alter database ${name} set ${setting} = ${given}`;
    }),
  );
  Object.assign(url, { username: name, password: 'odd' });
  return {
    location: { kind: 'server', url: url.href },
    options: { databaseUrl: url.href, dataDir: 'memory://' },
    drop: () => asAdmin(server, `drop database if exists ${name} with (force)`, `drop role if exists ${name}`),
  };
}

triedUnless(
  withoutServer(),
  'databases that are set differently',
  describe,
)('a host on a database', () => {
  let dialpad: DialpadSimulator;
  let host: BareHost | undefined;

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 2 });
  });

  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  afterAll(() => dialpad.stop());

  it.each(Object.entries(ODD))('that writes dates %s, goes the whole way', async (_how, settings) => {
    host = await openBareHost({ dialpad, database: await oddDatabase(settings) });
    const { counted, ...walked } = await walkHost(host.url);
    expect(walked).toEqual({ offered: ['dialpad'], outcome: 'connected', status: 'connected' });
    expect(counted.day).toBeGreaterThan(0);
    expect([counted.calls, counted.call > 0]).toEqual([counted.day, true]);
  });
});
