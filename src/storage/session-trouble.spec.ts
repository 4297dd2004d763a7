import { once } from 'node:events';
import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { tcpProxy, type TcpProxy } from '../../test/support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { EmployeeEntity } from './entities/index.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { sessionTrouble } from './session-trouble.js';

const onServer = triedUnless(withoutServer(), 'what errors tell of a session', describe);

const END_ALL = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

const troubleOf = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'It went well.',
    (error: unknown) => sessionTrouble(error),
  );

onServer('an error of the database', () => {
  let database: TestDatabase;
  let cable: TcpProxy;
  let orm: PhoneSystemOrm;
  let beside: PhoneSystemOrm;

  beforeEach(async () => {
    database = await createTestDatabase();
    if (database.location.kind !== 'server') throw new Error('This is tried on a server only.');
    const url = new URL(database.location.url);
    cable = await tcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${cable.port}`;
    orm = await openOrm({ kind: 'server', url: url.href });
    beside = await openOrm(database.location);
  });

  afterEach(async () => {
    await orm.close(true);
    await beside.close(true);
    await cable.close();
    await database.drop();
  });

  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'the server ends it': () => beside.em.fork().execute(END_ALL),
    'the network cuts it': () => Promise.resolve(cable.cut()),
  };

  describe.each(Object.entries(ways))('says that a session is lost, where %s', (_way, end) => {
    it('while it works', async () => {
      const work = troubleOf(orm.em.fork().execute('select pg_sleep(60)'));
      const works = "select 1 from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'";
      while ((await beside.em.fork().execute<object[]>(works)).length === 0);
      await end();
      expect(await work).toBe('lost');
    });

    it.each(['a query', 'a query of an entity', 'the commit'])('before %s', async (next) => {
      const work = orm.em.fork().transactional(async (em) => {
        await em.execute('select 1');
        await end();
        if (next === 'a query') await em.execute('select 1');
        if (next === 'a query of an entity') await em.find(EmployeeEntity, { tenantId: 'acme' }, { filters: false });
      });
      expect(await troubleOf(work)).toBe('lost');
    });
  });

  it.each(['refuses them', 'says nothing'])('says that there is no session, where the server %s', async (does) => {
    const pool = await (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    pool.options.connectionTimeoutMillis = 300;
    const isGone = once(pool, 'remove');
    cable.cut();
    await isGone;
    if (does === 'refuses them') await cable.close();
    else cable.freeze();
    expect(await troubleOf(orm.em.fork().execute('select 1'))).toBe('none');
    expect(await troubleOf(orm.em.fork().transactional((em) => em.execute('select 1')))).toBe('none');
  });

  it('says nothing of a session, where it is about what was asked', async () => {
    expect(await troubleOf(orm.em.fork().execute('select 1 / 0'))).toBeNull();
    expect(await troubleOf(orm.em.fork().execute("select pg_advisory_lock('x')"))).toBeNull();
    expect(await troubleOf(Promise.reject(new Error('timeout')))).toBeNull();
  });
});
