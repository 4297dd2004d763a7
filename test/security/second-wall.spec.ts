import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { TenantDatabase } from '../../src/access/index.js';
import { EmployeeEntity, openOrm, type PhoneSystemOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { roleWarning } from '../../src/storage/database-role.js';
import { triedUnless, withoutServer } from '../support/tried-where.js';

const server = process.env['DATABASE_URL'];
const person = { name: 'Dana Reyes', emails: [], phones: [], managerId: null, active: true };

// The embedded database has one user, whom it lets past every policy.
triedUnless(
  withoutServer(),
  'row-level security',
  describe,
)('the second wall between tenants, on a server', () => {
  const role = `phone_system_plain_${randomUUID().replaceAll('-', '')}`;
  const older = `${role}_older`;
  let admin: pg.Client;
  let orm: PhoneSystemOrm;
  let tenants: TenantDatabase;

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create role ${role} login nosuperuser nobypassrls password 'plain'`);
    orm = await openEmpty(role);
    await migrate(orm);
    tenants = new TenantDatabase(orm);
    for (const tenantId of ['acme', 'globex']) {
      await tenants.of(tenantId).insertMany(EmployeeEntity, [{ ...person, tenantId, id: 'e1' }]);
    }
  });

  afterAll(async () => {
    await orm?.close(true);
    for (const name of [role, older]) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role if exists ${role}`);
    await admin.end();
  });

  const openEmpty = async (name: string): Promise<PhoneSystemOrm> => {
    await admin.query(`create database ${name} owner ${role}`);
    const url = Object.assign(new URL(server ?? ''), { username: role, password: 'plain', pathname: `/${name}` });
    return await openOrm({ kind: 'server', url: url.href });
  };
  const forgetful = 'select tenant_id as "tenantId" from phone_system.employee order by tenant_id';

  it('stands before every table that holds a tenant’s rows', async () => {
    const tables = await tenants.acrossTenants().execute<{ name: string; walled: boolean }[]>(
      `select t.relname as name, t.relrowsecurity and t.relforcerowsecurity
         and exists (select 1 from pg_policy p where p.polrelid = t.oid) as walled
       from pg_class t where t.relnamespace = 'phone_system'::regnamespace and t.relkind = 'r'
         and t.relname not in ('migration', 'request_lease', 'request_slot')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ walled }) => !walled)).toEqual([]);
  });

  it('shows a query that forgets its tenant that tenant’s rows only, inside and outside a transaction', async () => {
    expect(await tenants.of('acme').execute(forgetful)).toEqual([{ tenantId: 'acme' }]);
    expect(await tenants.transaction('globex', (em) => em.execute(forgetful))).toEqual([{ tenantId: 'globex' }]);
  });

  it('changes and deletes no other tenant’s rows for a statement that forgets', async () => {
    await tenants.of('acme').execute(`update phone_system.employee set name = 'Somebody'`);
    await tenants.transaction('acme', (em) => em.execute('delete from phone_system.employee'));
    expect(await tenants.of('globex').find(EmployeeEntity, {})).toMatchObject([{ name: 'Dana Reyes' }]);
    await tenants.of('acme').insertMany(EmployeeEntity, [{ ...person, tenantId: 'acme', id: 'e1' }]);
  });

  it('takes no row for another tenant', async () => {
    await expect(
      tenants.of('acme').execute(
        `insert into phone_system.employee (tenant_id, id, name, emails, phones, active)
         values ('globex', 'e2', 'Mallory', '[]', '[]', true)`,
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('shows nothing at all to a query that says nothing, also right after one that did', async () => {
    for (let turn = 0; turn < 20; turn++) {
      await tenants.of('acme').execute(forgetful);
      await tenants.acrossTenants().execute(forgetful);
      expect(await orm.em.fork().execute(forgetful)).toEqual([]);
    }
  });

  it('stands inside the functions that say themselves whose rows they read, and is as it was after them', async () => {
    const [own] = await tenants.ask<{ known: object }>('acme', 'open_days', '[["e1","2026-11-20"]]');
    expect(own).toMatchObject({ known: { exists: true } });
    await tenants.transaction('globex', async (em) => {
      await em.execute(`select * from phone_system.read_day('acme', 'e1', '2026-11-20')`);
      await em.execute(`select * from phone_system.read_day_totals('acme', 'e1', '2026-11-20', '2026-11-20')`);
      await em.execute(`select * from phone_system.read_people_days('acme', '["e1"]', '2026-11-20', '2026-11-20')`);
      await em.execute(`select * from phone_system.total_people_days('acme', '["e1"]', '2026-11-20', '2026-11-20')`);
      await em.execute(`select * from phone_system.total_days('acme', 'e1', '2026-11-20', '2026-11-20')`);
      expect(await em.execute(forgetful)).toEqual([{ tenantId: 'globex' }]);
    });
    expect(await orm.em.fork().execute(forgetful)).toEqual([]);
  });

  it('does not hide from a migration the rows that it is about', async () => {
    const old = await openEmpty(older);
    await old.migrator.up({ to: '0082-read-days-in-one-place' });
    const em = new TenantDatabase(old).acrossTenants();
    await em.execute(`insert into phone_system.tenant (tenant_id, read_at, terms)
      select id, now(), json_build_object('counterparties', kept) from (values ('acme', 'masked'), ('globex', 'full')) t (id, kept)`);
    await em.execute(`insert into phone_system.employee (tenant_id, id, name, emails, phones, active, name_key, search_text)
      select 'acme', text, text, '[]', '[]', true, text, text from (values ('dana'), ('o’neil')) e (text)`);
    await migrate(old);
    expect(
      await em.execute(`select tenant_id as id from phone_system.tenant where bounds_due_since is not null`),
    ).toEqual([{ id: 'acme' }]);
    expect(await em.execute(`select id from phone_system.employee where search_text is null`)).toEqual([
      { id: 'o’neil' },
    ]);
    await old.close(true);
  });

  it('opens in one named place, for the work of all tenants', async () => {
    expect(await tenants.acrossTenants().execute(forgetful)).toEqual([{ tenantId: 'acme' }, { tenantId: 'globex' }]);
  });

  it('is missed with a sentence at start where the role may bypass it, and only there', async () => {
    expect(roleWarning(orm.role)).toBeNull();
    const { rows } = await admin.query<{ super: boolean }>(
      'select rolsuper as super from pg_roles where rolname = current_user',
    );
    expect(rows[0]?.super).toBe(true);
    const bypassing = await openOrm({ kind: 'server', url: server ?? '' });
    expect(roleWarning(bypassing.role)).toMatch(/bypasses row-level security.*use a role/);
    await bypassing.close(true);
  });

  it('costs no round trip where it does not stand: a role that is past every policy is not told whose query it is', async () => {
    const whose = `select current_setting('phone_system.tenant', true) as tenant`;
    expect(await tenants.of('acme').execute(whose)).toEqual([{ tenant: 'acme' }]);
    const bypassing = await openOrm({ kind: 'server', url: server ?? '' });
    const said = jest.spyOn(bypassing.config.getLogger(), 'logQuery');
    expect(await new TenantDatabase(bypassing).of('acme').execute(whose)).toEqual([{ tenant: null }]);
    expect(said).toHaveBeenCalledTimes(1);
    await bypassing.close(true);
  });
});
