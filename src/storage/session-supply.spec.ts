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

  it('is known by that, unless the database is away: then no restart helps', async () => {
    const pool = await (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    const supply = new SessionSupply(PATIENCE_MS);
    supply.watch(pool as unknown as Parameters<SessionSupply['watch']>[0]);
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
});
