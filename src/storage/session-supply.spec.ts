import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { tcpProxy, type TcpProxy } from '../../test/support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { openOrm, type PhoneSystemOrm } from './phone-system-orm.js';
import { SessionSupply, type SessionWatch } from './session-supply.js';

const onServer = triedUnless(withoutServer(), 'a pool without sessions', describe);
const PATIENCE_MS = 100;

onServer('a copy whose sessions are not answered', () => {
  let database: TestDatabase;
  let cable: TcpProxy;
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
    await cable.close();
    await orm.close(true);
    await database.drop();
  });

  const poolOf = () => (orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
  const watched = async (): Promise<SessionWatch> => {
    const supply = new SessionSupply(PATIENCE_MS);
    supply.watch((await poolOf()) as unknown as Parameters<SessionSupply['watch']>[0]);
    return supply.watchOver(orm.sessions.name, () => orm.em.fork().execute('select 1'));
  };
  /** As whoever asks every few seconds. */
  const isStuck = async (watch: SessionWatch): Promise<boolean> => {
    await watch.look();
    await sleep(2 * PATIENCE_MS);
    await watch.look();
    return watch.isStuck;
  };
  const takeAll = async () => {
    const pool = await poolOf();
    return await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
  };

  it('is known by that, where all are taken and nobody gives one back', async () => {
    const watch = await watched();
    expect(await isStuck(watch)).toBe(false);
    const held = await takeAll();
    expect(await isStuck(watch)).toBe(true);
    for (const session of held) session.release();
    expect(await isStuck(watch)).toBe(false);
  });

  it('is known by that, where the network has lost them and nobody says so', async () => {
    const watch = await watched();
    await orm.em.fork().execute('select 1');
    cable.lose();
    expect(await isStuck(watch)).toBe(true);
    cable.cut();
    cable.mend();
    expect(await isStuck(watch)).toBe(false);
  });

  it('is left alone where the database is away: then no restart helps', async () => {
    const watch = await watched();
    await orm.em.fork().execute('select 1');
    cable.freeze();
    expect(await isStuck(watch)).toBe(false);
    cable.cut();
    expect(await isStuck(watch)).toBe(false);
  });

  it('is left alone where they wait for the database, whatever a pooler calls them', async () => {
    const watch = await watched();
    const held = await takeAll();
    // A pooler tells numbers of its own, not those of the server's processes.
    held.forEach((session, place) => Object.assign(session, { processID: place + 1 }));
    await held[0]?.query('select pg_advisory_lock(7)');
    const waits = held.slice(1).map((session) => session.query('select pg_advisory_xact_lock_shared(7)'));
    const whileTheyWait = await isStuck(watch);
    await held[0]?.query('select pg_advisory_unlock(7)');
    await Promise.all(waits);
    const afterwards = await isStuck(watch);
    for (const session of held) session.release();
    expect([whileTheyWait, afterwards]).toEqual([false, true]);
  });

  it('is not stuck, where an answer came too late for whoever looked', async () => {
    const supply = new SessionSupply(0);
    supply.watch((await poolOf()) as unknown as Parameters<SessionSupply['watch']>[0]);
    let answer = (): void => undefined;
    const watch = supply.watchOver('nobody', () => new Promise<void>((resolve) => (answer = resolve)));
    await watch.look();
    expect(watch.isStuck).toBe(true);
    answer();
    await Promise.resolve();
    expect(watch.isStuck).toBe(false);
  });
});
