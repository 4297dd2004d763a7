import { defineEntity, MikroORM, RequestContext } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { TenantDatabase } from '../access/tenant-database.js';
import { EmployeeEntity } from './entities/index.js';
import { migrate } from './migrate.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';

describe('the phone system schema', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    orm = await openOrm(database.location);
    await migrate(orm);
  });

  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  it('is what the entities describe, once the migrations have run', async () => {
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  });

  it('is left alone by a second run of the migrations', async () => {
    await migrate(orm);
    expect(await orm.migrator.getPending()).toEqual([]);
  });

  it('shows a tenant its own rows only, and refuses a query that names no tenant', async () => {
    const tenants = new TenantDatabase(orm);
    const person = { name: 'Dana Reyes', emails: [], phones: [], managerId: null, active: true };
    await tenants.of('acme').insertMany(EmployeeEntity, [{ ...person, tenantId: 'acme', id: 'e1' }]);
    await tenants.of('globex').insertMany(EmployeeEntity, [{ ...person, tenantId: 'globex', id: 'e1' }]);

    expect(await tenants.of('acme').find(EmployeeEntity, {})).toHaveLength(1);
    expect(await tenants.of('acme').findOne(EmployeeEntity, { tenantId: 'globex', id: 'e1' })).toBeNull();
    await expect(tenants.acrossTenants().find(EmployeeEntity, {})).rejects.toThrow(/tenant/);
  });

  it('stays its own inside the request context and the transactions of a host that uses MikroORM too', async () => {
    const note = defineEntity({ name: 'Note', properties: (of) => ({ id: of.integer().primary() }) });
    const host = new MikroORM({ driver: PostgreSqlDriver, dbName: 'host', entities: [note] });
    const tenants = new TenantDatabase(orm);
    const found = await RequestContext.create(host.em, () => tenants.of('initech').find(EmployeeEntity, {}));
    expect(found).toEqual([]);
    await RequestContext.create(host.em, () =>
      tenants.transaction('initech', async (em) => expect(await em.find(EmployeeEntity, {})).toEqual([])),
    );
  });
});
