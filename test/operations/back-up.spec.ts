import { execFile, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { TenantDatabase, TokenKeys } from '../../src/access/index.js';
import { TokenRows } from '../../src/connection/tokens/token-rows.js';
import { Secret } from '../../src/contract/index.js';
import { Queue } from '../../src/queue/index.js';
import { openOrm, pendingMigrations, type PhoneSystemOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { SealBroken } from '../../src/support/sealed-box.js';
import { type PhoneSystemSettings, readPhoneSystemSettings } from '../../src/support/settings.js';
import { aConnection } from '../support/stored-rows.js';
import { triedUnless, withoutServer } from '../support/tried-where.js';
import { insertRows, readSchema } from '../upgrade/release.js';

const server = process.env['DATABASE_URL'];
const missing = ['pg_dump', 'pg_restore'].filter((program) => spawnSync(program, ['--version']).status !== 0);
const withoutProgram = missing.length === 0 ? null : `there is no ${missing.join(' and no ')}`;

/** The commands of the section "Back-up and restore", in its order. */
async function documentedCommands(): Promise<readonly string[]> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith('Back-up and restore\n')) ?? '';
  return [...section.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, command = '']) => command);
}

triedUnless(
  withoutServer() ?? withoutProgram,
  'back-up and restore',
  describe,
)('back-up and restore, by the commands of docs/operations.md', () => {
  const role = `phone_system_kept_${randomUUID().replaceAll('-', '')}`;
  const [before, after] = [`${role}_before`, `${role}_after`];
  const tokens = { access: new Secret('access-1'), refresh: new Secret('refresh-1'), expiresAt: null };
  const connection = aConnection('acme');
  const orms: PhoneSystemOrm[] = [];
  let admin: pg.Client;
  let folder: string;
  let settings: PhoneSystemSettings;
  let restored: PhoneSystemOrm;

  const urlOf = (database: string): string => Object.assign(new URL(server ?? ''), { pathname: `/${database}` }).href;
  /** As the role that the host uses: no superuser, and held by row-level security. */
  const hostUrl = (database: string): string =>
    Object.assign(new URL(urlOf(database)), { username: role, password: 'plain' }).href;
  const open = async (database: string): Promise<PhoneSystemOrm> => {
    const orm = await openOrm({ kind: 'server', url: hostUrl(database) });
    orms.push(orm);
    return orm;
  };
  const withNewKeys = (): PhoneSystemSettings =>
    readPhoneSystemSettings(() => undefined, { tokenKeys: `k1:${randomBytes(32).toString('base64')}` }).settings;
  const rowsOf = (orm: PhoneSystemOrm, keyed: PhoneSystemSettings): TokenRows =>
    new TokenRows(new TenantDatabase(orm), new TokenKeys(keyed));
  const inShell = async (command: string, databaseUrl: string): Promise<void> => {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    await promisify(execFile)('sh', ['-ec', command], { cwd: folder, env });
  };
  const asAdmin = async <T extends pg.QueryResultRow>(database: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  // A dump brackets the conditions of triggers otherwise, which says the same.
  const tables = (database: string) =>
    asAdmin<{ name: string; walled: boolean; triggers: string[] }>(
      database,
      `select format('%I.%I', t.relnamespace::regnamespace::text, t.relname) as name,
         t.relrowsecurity and t.relforcerowsecurity as walled,
         array(select translate(pg_get_triggerdef(g.oid), '()', '') from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal order by 1) as triggers
       from pg_class t where t.relkind in ('r', 'p')
         and t.relnamespace::regnamespace::text in ('phone_system', 'phone_system_queue') order by 1`,
    );
  const everyRow = async (database: string): Promise<Record<string, string[]>> => {
    const rows: Record<string, string[]> = {};
    for (const { name } of await tables(database)) {
      const found = await asAdmin<{ row: string }>(
        database,
        `select to_jsonb(t)::text as row from ${name} t order by 1`,
      );
      rows[name] = found.map(({ row }) => row);
    }
    return rows;
  };
  /** Starts the queue as a host does, has it take one job, and stops it. */
  const runQueue = async (orm: PhoneSystemOrm, database: string): Promise<void> => {
    const queue = new Queue(orm, { ...settings, databaseUrl: hostUrl(database) });
    const worked = new Promise<void>((resolve) => {
      const work = (): Promise<void> => Promise.resolve(resolve());
      void queue
        .start([{ name: 'fetch', concurrency: 1, work }])
        .then(() => queue.request('fetch', connection.id, { connectionId: connection.id }));
    });
    await worked;
    await queue.beforeApplicationShutdown();
  };

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create role ${role} login nosuperuser nobypassrls password 'plain'`);
    for (const database of [before, after]) await admin.query(`create database ${database} owner ${role}`);
    folder = await mkdtemp(join(tmpdir(), 'phone-systems-back-up-'));
    settings = withNewKeys();

    const orm = await open(before);
    await migrate(orm);
    const tenants = new TenantDatabase(orm);
    const everywhere = tenants.acrossTenants();
    for (const number of [1, 2, 3]) await insertRows(everywhere, await readSchema(everywhere), number);
    Object.assign(connection, rowsOf(orm, settings).sealed(connection.id, tokens));
    await tenants.of('acme').persist(connection).flush();
    await runQueue(orm, before);

    const [dump = '', restore = '', ...more] = await documentedCommands();
    expect(more).toEqual([]);
    await inShell(dump, urlOf(before));
    await inShell(restore, hostUrl(after));
    restored = await open(after);
  });

  afterAll(async () => {
    for (const orm of orms) await orm.close(true);
    for (const database of [before, after]) await admin.query(`drop database if exists ${database} with (force)`);
    await admin.query(`drop role if exists ${role}`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('brings back every row of every table, the queue’s too', async () => {
    const rows = await everyRow(before);
    expect(await everyRow(after)).toEqual(rows);
    const empty = Object.keys(rows).filter((name) => name.startsWith('phone_system.') && rows[name]?.length === 0);
    expect(empty).toEqual([]);
    expect(rows['phone_system_queue.queue']).not.toEqual([]);
  });

  it('brings back tokens that open with the keys, and with no others', async () => {
    const read = await rowsOf(restored, settings).read(connection);
    expect(read?.tokens.refresh?.reveal()).toBe('refresh-1');
    await expect(rowsOf(restored, withNewKeys()).read(connection)).rejects.toThrow(SealBroken);
  });

  it('brings back row-level security, forced, for the role that the host uses', async () => {
    const walls = await tables(before);
    expect(walls.filter(({ walled }) => walled).length).toBeGreaterThan(15);
    expect(await tables(after)).toEqual(walls);
    const forgetful = 'select tenant_id as "tenantId" from phone_system.connection';
    expect(await restored.em.fork().execute(forgetful)).toEqual([]);
    expect(await new TenantDatabase(restored).of('acme').execute(forgetful)).toEqual([{ tenantId: 'acme' }]);
  });

  it('brings back an audit trail that nobody changes', async () => {
    const change = new TenantDatabase(restored)
      .acrossTenants()
      .execute(`update phone_system.audit_entry set actor = 'x'`);
    await expect(change).rejects.toThrow(/audit/);
  });

  it('leaves nothing to migrate, and a queue that takes work', async () => {
    expect(await pendingMigrations(restored)).toEqual([]);
    await runQueue(restored, after);
  });
});
