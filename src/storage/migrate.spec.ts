import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { LogEvent } from '../tracing/log-event.js';
import { eventually } from '../../test/support/stage.js';
import { createEmptyDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { migrate } from './migrate.js';
import { pendingMigrations } from './pending-migrations.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';

const onServer = triedUnless(withoutServer(), 'migrations beside others', describe);

onServer('bringing the schema up to date beside others', () => {
  let database: TestDatabase;
  let copies: PhoneSystemOrm[];
  let other: PhoneSystemOrm;
  let said: string[];

  beforeEach(async () => {
    database = await createEmptyDatabase();
    copies = [await openOrm(database.location), await openOrm(database.location)];
    other = await openOrm(database.location);
    await other.migrator.up({ to: '0018-tell-who-told' });
    said = [];
    jest.spyOn(Logger.prototype, 'log').mockImplementation(({ msg }: LogEvent) => void said.push(msg));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const orm of [...copies, other]) await orm.close(true);
    await database.drop();
  });

  /** Until it is said while work goes on; where that fails, so does this, at once. */
  const saidLike = async (pattern: RegExp, work: Promise<unknown>): Promise<void> => {
    let isOver = false;
    const over = (): void => void (isOver = true);
    work.then(over, over);
    await eventually(() => isOver || said.some((line) => pattern.test(line)));
    if (isOver) await work;
    expect(said).toContainEqual(expect.stringMatching(pattern));
  };

  it('waits while somebody holds tables, says for whom, and is done once by several copies', async () => {
    let done = Promise.resolve<unknown>(undefined);
    await other.em.fork().transactional(async (em) => {
      const tables = await em.execute<{ name: string }[]>(
        `select format('phone_system.%I', table_name) as name from information_schema.tables
         where table_schema = 'phone_system' and table_name <> 'migration'`,
      );
      await em.execute(`set local idle_in_transaction_session_timeout = 0`);
      await em.execute(`lock table ${tables.map(({ name }) => name).join()} in access share mode`);
      const [holder] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
      done = Promise.all(copies.map((orm) => migrate(orm)));
      await saidLike(new RegExp(`^Others use tables .*process ${holder.pid}[,;)].* tried again`), done);
      // Neither gives up, however often it is tried.
      await saidLike(/^Another copy migrates the database \(process \d+, .*\); this one waits\.$/, done);
    });
    await done;
    for (const orm of copies) expect(await pendingMigrations(orm)).toEqual([]);
  });

  it('leaves nothing half done where a migration fails, and says why', async () => {
    await other.em.fork().execute('alter table phone_system.changed_employee_day rename to elsewhere');
    await expect(migrate(copies[0]!)).rejects.toThrow(/changed_employee_day/);
    await other.em.fork().execute('alter table phone_system.elsewhere rename to changed_employee_day');
    await migrate(copies[1]!);
    expect(await pendingMigrations(copies[0]!)).toEqual([]);
  });
});
