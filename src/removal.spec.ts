import { createEmptyDatabase, type TestDatabase } from '../test/support/test-database.js';
import { QUEUE_SCHEMA } from './queue/index.js';
import { dropInstallation, findInstallation } from './removal.js';
import { openOrm, type PhoneSystemOrm, SCHEMA } from './storage/index.js';
import { migrate } from './storage/migrate.js';

/** Everything in the database that PostgreSQL has not brought itself. */
const CATALOG = `
  select 'schema ' || nspname as thing from pg_namespace where nspname !~ '^pg_|^information_schema$'
  union all
  select relkind::text || ' ' || relnamespace::regnamespace || '.' || relname from pg_class
  where relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
  union all
  select 'function ' || oid::regprocedure from pg_proc where pronamespace::regnamespace::text !~ '^pg_|^information_schema$'
  union all
  select 'type ' || oid::regtype from pg_type where typnamespace::regnamespace::text !~ '^pg_|^information_schema$'
  union all
  select 'extension ' || extname from pg_extension
  union all
  select 'trigger ' || tgname from pg_trigger where not tgisinternal
  order by 1`;

describe('taking the package out of a database', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    orm = await openOrm(database.location);
  });

  afterEach(async () => {
    await orm.close(true);
    await database.drop();
  });

  const run = async (sql: string): Promise<unknown[]> => await orm.em.fork().execute(sql);

  it('leaves everything of the host as it was, to the last name in the catalog', async () => {
    await run('create table public.note (id serial primary key, text text not null)');
    await run("insert into public.note (text) values ('ours')");
    const before = await run(CATALOG);
    expect(await findInstallation(orm)).toMatchObject({ schemas: [], tables: 0, leaning: [] });

    await migrate(orm);
    await run(`create schema ${QUEUE_SCHEMA}`);
    await run(`create table ${QUEUE_SCHEMA}.job (id integer)`);
    const found = await findInstallation(orm);
    expect(found.schemas).toEqual([SCHEMA, QUEUE_SCHEMA]);
    expect(found.tables).toBeGreaterThan(10);

    await dropInstallation(orm);
    expect(await run(CATALOG)).toEqual(before);
    expect(await run('select text from public.note')).toEqual([{ text: 'ours' }]);
  });

  it('names what the host has built on its tables', async () => {
    await migrate(orm);
    await run(`create view public.our_calls as select id from ${SCHEMA}.call_record`);
    await run(`create table public.our_remarks (call uuid references ${SCHEMA}.call_record (id))`);
    expect(await findInstallation(orm)).toMatchObject({ leaning: ['public.our_calls', 'public.our_remarks'] });
    await run('drop view public.our_calls');
    await run('drop table public.our_remarks');
    expect(await findInstallation(orm)).toMatchObject({ leaning: [] });
  });
});
