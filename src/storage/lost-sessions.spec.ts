import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { EmployeeEntity } from './entities/index.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { sessionTrouble } from './session-trouble.js';

const onServer = triedUnless(withoutServer(), 'sessions that are lost', describe);

onServer('a session that is lost', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;

  beforeEach(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
  });

  afterEach(async () => {
    await orm.close(true);
    await database.drop();
  });

  const endedFromElsewhere = async (pid: number): Promise<void> => {
    await orm.em.fork().execute('select pg_terminate_backend(?)', [pid]);
  };

  it.each(['a query', 'the commit'])(
    'leaves its place to others, where %s meets it within a transaction',
    async (met) => {
      for (let lost = 0; lost < 25; lost++) {
        const work = orm.em.fork().transactional(async (em) => {
          const [row] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
          await endedFromElsewhere(row.pid);
          if (met === 'a query') await em.execute('select 1');
        });
        await expect(work).rejects.toThrow();
      }
      expect(await orm.em.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
    },
  );

  it('leaves its place to others, where ten are lost at once', async () => {
    const lost = Array.from({ length: 9 }, () =>
      orm.em.fork().transactional(async (em) => {
        const [row] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid');
        await endedFromElsewhere(row.pid);
        await em.execute('select 1');
      }),
    );
    for (const { status } of await Promise.allSettled(lost)) expect(status).toBe('rejected');
    const all = Array.from({ length: 10 }, () => orm.em.fork().execute('select 1 as one'));
    expect(await Promise.all(all)).toHaveLength(10);
  });

  it('ends the wait of others, who are told that there is none', async () => {
    const pool = await (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    const held = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    pool.options.connectionTimeoutMillis = 50;
    const refusals = await Promise.allSettled([
      orm.em.fork().execute('select 1'),
      orm.em.fork().transactional((em) => em.execute('select 1')),
      orm.em.fork().find(EmployeeEntity, { tenantId: 'acme' }, { filters: false }),
    ]);
    expect(refusals.map((told) => told.status === 'rejected' && sessionTrouble(told.reason))).toEqual([
      'none',
      'none',
      'none',
    ]);
    for (const session of held) session.release();
    expect(await orm.em.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is given back once, also by who learns of it too late', async () => {
    const pool = await (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    const session = await pool.connect();
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise((resolve) => session.once('end', resolve));
    await endedFromElsewhere(rows[0]?.pid ?? 0);
    await ended;
    expect(() => session.release()).not.toThrow();
    expect([pool.totalCount, pool.waitingCount]).toEqual([1, 0]);
  });
});
