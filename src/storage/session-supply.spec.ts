import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { tcpProxy } from '../../test/support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { SessionSupply } from './session-supply.js';

const onServer = triedUnless(withoutServer(), 'a pool without sessions', describe);
const PATIENCE_MS = 100;

onServer('a copy that gets no session', () => {
  let database: TestDatabase;
  let cable: Awaited<ReturnType<typeof tcpProxy>>;
  let orm: PhoneSystemOrm;

  beforeEach(async () => {
    database = await createTestDatabase();
    if (database.location.kind !== 'server') throw new Error('This is tried on a server only.');
    const url = new URL(database.location.url);
    cable = await tcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${cable.port}`;
    orm = await openOrm({ kind: 'server', url: url.href });
  });

  afterEach(async () => {
    await orm.close(true);
    await cable.close();
    await database.drop();
  });

  const watched = async () => {
    const pool = await (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    const supply = new SessionSupply(PATIENCE_MS);
    supply.watch(pool as unknown as Parameters<SessionSupply['watch']>[0]);
    return { pool, supply };
  };

  it('is known by that, unless the database is away: then no restart helps', async () => {
    const { pool, supply } = await watched();
    expect(await supply.isExhausted()).toBe(false);
    const held = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    expect(await supply.isExhausted()).toBe(false);
    await sleep(2 * PATIENCE_MS);
    expect(await supply.isExhausted()).toBe(true);
    cable.freeze();
    expect(await supply.isExhausted()).toBe(false);
    cable.mend();
    expect(await supply.isExhausted()).toBe(true);
    for (const session of held) session.release();
    await sleep(2 * PATIENCE_MS);
    expect(await supply.isExhausted()).toBe(false);
  });

  it('is not taken for one whose sessions wait for the database', async () => {
    const { pool, supply } = await watched();
    const held = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
    await held[0]?.query('select pg_advisory_lock(7)');
    const waits = held.slice(1).map((session) => session.query('select pg_advisory_xact_lock_shared(7)'));
    await sleep(2 * PATIENCE_MS);
    const whileTheyWait = await supply.isExhausted();
    await held[0]?.query('select pg_advisory_unlock(7)');
    await Promise.all(waits);
    const afterwards = await supply.isExhausted();
    for (const session of held) session.release();
    expect([whileTheyWait, afterwards]).toEqual([false, true]);
  });
});
