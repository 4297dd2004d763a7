import { randomUUID } from 'node:crypto';
import { aConnection } from '../../test/support/stored-rows.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { Employee, EmployeeDirectory } from '../contract/index.js';
import { migrate } from '../storage/migrate.js';
import {
  ConnectionEntity,
  EmployeeEntity,
  ERASED_ACCOUNT,
  openOrm,
  type PhoneSystemOrm,
  RejectedRecordEntity,
} from '../storage/index.js';
import { People } from './people.service.js';
import { TenantDatabase } from './tenant-database.js';
import { boundsBook } from '../../test/support/stage.js';

const dana: Employee = {
  id: 'e1',
  name: 'Dana Reyes',
  emails: ['dana@acme.example'],
  phones: ['(415) 555-0170'],
  managerId: null,
  active: true,
};
const lee: Employee = { ...dana, id: 'e2', name: 'Lee Park', emails: [], managerId: 'e1' };

class Directory implements EmployeeDirectory {
  readings = 0;
  pages: (readonly Employee[])[] = [[dana], [lee]];
  breaksOff = false;

  async *listEmployees(): AsyncGenerator<readonly Employee[]> {
    this.readings++;
    for (const page of this.pages) yield await Promise.resolve(page);
    if (this.breaksOff) throw new Error('the directory went away');
  }
}

describe('People', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;
  let tenants: TenantDatabase;
  let directory: Directory;
  let people: People;
  let tenant: string;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
    await migrate(orm);
    tenants = new TenantDatabase(orm);
  });

  beforeEach(() => {
    tenant = `tenant-${++count}`;
    directory = new Directory();
    people = new People(directory, tenants, boundsBook);
  });

  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  const stored = async (): Promise<[string, boolean][]> =>
    (await tenants.of(tenant).find(EmployeeEntity, {}, { orderBy: { id: 'asc' } })).map(({ id, active }) => [
      id,
      active,
    ]);

  it('tells who is new, who changed and who left', async () => {
    expect(await people.refresh(tenant)).toEqual({ added: ['e1', 'e2'], changed: [], left: [] });

    directory.pages = [
      [
        { ...dana, phones: [] },
        { ...lee, id: 'e3' },
      ],
    ];
    expect(await people.refresh(tenant)).toEqual({ added: ['e3'], changed: ['e1'], left: ['e2'] });
    expect(await stored()).toEqual([
      ['e1', true],
      ['e2', false],
      ['e3', true],
    ]);
    expect(await people.refresh(tenant)).toEqual({ added: [], changed: [], left: [] });
  });

  it('counts an employee who became inactive as one who left', async () => {
    await people.refresh(tenant);
    directory.pages = [[dana, { ...lee, active: false }]];
    expect(await people.refresh(tenant)).toEqual({ added: [], changed: [], left: ['e2'] });
  });

  it('changes nothing where the listing breaks off', async () => {
    await people.refresh(tenant);
    directory.pages = [[{ ...dana, id: 'e9' }]];
    directory.breaksOff = true;
    await expect(people.refresh(tenant)).rejects.toThrow('went away');
    expect(await stored()).toEqual([
      ['e1', true],
      ['e2', true],
    ]);
  });

  it('sets an employee aside who cannot be read, says so on the page, and lets the others arrive', async () => {
    const connection = aConnection(tenant);
    await tenants.of(tenant).persist(connection).flush();
    await people.refresh(tenant);
    const aside = async () =>
      (await tenants.of(tenant).find(RejectedRecordEntity, {}, { orderBy: { itemKey: 'asc' } })).map(
        ({ reason }) => reason,
      );
    directory.pages = [
      [
        { ...lee, phones: null as never },
        { ...dana, name: 'Dana R.' },
      ],
      [{ ...lee, id: 'e3' }],
    ];
    expect(await people.refresh(tenant)).toEqual({ added: ['e3'], changed: ['e1'], left: [] });
    expect(await people.find(tenant, 'e2')).toMatchObject({ name: 'Lee Park', active: true });
    expect(await aside()).toEqual([
      'The host\'s EmployeeDirectory gave employee "e2" in a wrong shape: phones must be a list of texts. Its operator ' +
        'has to correct this. Until then they stay as they are here.',
    ]);

    directory.pages = [[dana, null as never, { ...dana, id: 7 as never }]];
    expect(await people.refresh(tenant)).toMatchObject({ left: [] });
    expect(await aside()).toEqual([expect.stringContaining('gave an employee in a wrong shape')]);

    directory.pages = [[dana]];
    expect(await people.refresh(tenant)).toMatchObject({ left: ['e2', 'e3'] });
    expect(await aside()).toEqual([]);
  });

  it('has everybody matched again where somebody changed, except with an account that was erased', async () => {
    const kept = aConnection(tenant, { matchDue: false });
    const erased = {
      accountExternalId: `${ERASED_ACCOUNT}${tenant}`,
      status: 'disconnected',
      matchDue: false,
    } as const;
    await tenants
      .of(tenant)
      .persist([kept, aConnection(tenant, erased)])
      .flush();
    await people.refresh(tenant);
    const due = await tenants.of(tenant).find(ConnectionEntity, { matchDue: true });
    expect(due.map(({ id }) => id)).toEqual([kept.id]);
  });

  const onServer = triedUnless(withoutServer(), 'employees that change while connections are held', it);
  onServer('waits for who holds connections in their order (needs a server: two connections)', async () => {
    const [first, second] = [`0${randomUUID().slice(1)}`, `f${randomUUID().slice(1)}`];
    // Found the other way round where the table is read as it lies.
    for (const id of [second, first]) {
      await tenants
        .of(tenant)
        .persist(aConnection(tenant, { id, status: 'disconnected' }))
        .flush();
    }
    let refreshed: Promise<unknown> = Promise.resolve();
    await tenants.transaction(tenant, async (em) => {
      const hold = 'select id from phone_system.connection where id = ? for update nowait';
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await em.execute(hold, [first]);
      refreshed = people.refresh(tenant);
      while ((await em.execute(waiting)).length === 0);
      await em.execute(hold, [second]);
    });
    await expect(refreshed).resolves.toMatchObject({ added: ['e1', 'e2'] });
  });

  it('reads once for everybody who asks at the same time', async () => {
    const [first, second] = await Promise.all([people.find(tenant, 'e1'), people.find(tenant, 'e2')]);
    expect([first?.name, second?.name]).toEqual(['Dana Reyes', 'Lee Park']);
    expect(directory.readings).toBe(1);
  });

  it('does not read again for each unknown id', async () => {
    for (const id of ['nobody', 'no-one', 'e\0']) expect(await people.find(tenant, id)).toBeNull();
    expect(directory.readings).toBe(1);
  });

  it('shows a person to themself, their direct manager and administrators of the tenant', async () => {
    const employee = (await people.find(tenant, 'e2'))!;
    const may = (employeeId: string, role: 'admin' | 'manager' | 'employee', tenantId = tenant): boolean =>
      people.mayRead({ tenantId, employeeId, role }, employee);
    expect([may('e2', 'employee'), may('e1', 'manager'), may('e9', 'admin')]).toEqual([true, true, true]);
    expect([may('e3', 'employee'), may('e3', 'manager'), may('e2', 'admin', 'globex')]).toEqual([false, false, false]);
  });
});
