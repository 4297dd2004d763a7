import type { PostgreSqlConnection } from '@mikro-orm/postgresql';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { migrate } from './migrate.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { functionsOf } from './schema-functions.js';

describe('asking a function of the schema', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
    await migrate(orm);
  });
  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  const onServer = triedUnless(withoutServer(), 'prepared questions', it);

  const onServersConnection = async (statement: string): Promise<void> => {
    const pool = await (orm.em.getConnection() as unknown as PostgreSqlConnection).getNativeClient();
    await pool.query(statement);
  };

  it('answers its rows, each time', async () => {
    const ask = functionsOf(orm);
    const row = expect.objectContaining({ answer: null, stored: null });
    for (const day of ['2026-03-02', '2026-03-03'])
      expect(await ask('open_days', ['acme', JSON.stringify([['ann', day]])])).toEqual([row]);
  });

  onServer('goes on where a pooler between loses what was prepared', async () => {
    const ask = functionsOf(orm);
    const before = await ask('total_days', ['acme', 'ann', '2026-03-02', '2026-03-02']);
    await onServersConnection('deallocate all');
    expect(await ask('total_days', ['acme', 'ann', '2026-03-02', '2026-03-02'])).toEqual(before);
  });

  onServer('goes on where a function answers more columns since', async () => {
    await onServersConnection(`create function phone_system.told() returns table (a int) language sql as 'select 1'`);
    const ask = functionsOf(orm);
    expect(await ask('told', [])).toEqual([{ a: 1 }]);
    await onServersConnection('drop function phone_system.told()');
    await onServersConnection(
      `create function phone_system.told() returns table (a int, b int) language sql as 'select 1, 2'`,
    );
    expect(await ask('told', [])).toEqual([{ a: 1, b: 2 }]);
  });

  onServer('tells what else goes wrong', async () => {
    await expect(functionsOf(orm)('total_days', ['acme', 'ann', 'no day', 'no day'])).rejects.toThrow(
      'invalid input syntax',
    );
  });
});
