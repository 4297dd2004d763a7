import { setTimeout as sleep } from 'node:timers/promises';
import { openStage, type Stage } from '../../test/support/stage.js';
import { tcpProxy, type TcpProxy } from '../../test/support/tcp-proxy.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import type { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { SessionSupply } from '../storage/index.js';
import { Queue } from './queue.service.js';

const onServer = triedUnless(withoutServer(), 'sessions of the queue that the network loses', describe);
const PATIENCE_MS = 100;

onServer('the pool of the queue', () => {
  let stage: Stage;
  let cable: TcpProxy;
  let queue: Queue;

  beforeEach(async () => {
    stage = await openStage();
    const url = new URL(stage.settings.databaseUrl ?? '');
    cable = await tcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${cable.port}`;
    // A name that the operator chose is not what its sessions are told by.
    url.searchParams.set('application_name', 'the operator’s');
    queue = new Queue(stage.orm, { ...stage.settings, databaseUrl: url.href });
    await queue.start([]);
  });

  afterEach(async () => {
    cable.cut();
    await queue.beforeApplicationShutdown().catch(() => undefined);
    await cable.close();
    await stage.close();
  });

  it('is known to be stuck, where the network has lost its sessions, though that of the ORM is answered', async () => {
    const supply = new SessionSupply(PATIENCE_MS);
    const pool = await (stage.orm.driver as PostgreSqlDriver).getConnection().getNativeClient();
    supply.watch(pool as unknown as Parameters<SessionSupply['watch']>[0]);
    const ofOrm = supply.watchOver(stage.orm.sessions.name, () => stage.orm.em.fork().execute('select 1'));
    const ofQueue = supply.watchOver(queue.sessionName, () => queue.isReady());
    const areStuck = async (): Promise<readonly boolean[]> => {
      for (let look = 0; look < 2; look++) {
        await Promise.all([ofOrm.look(), ofQueue.look()]);
        await sleep(2 * PATIENCE_MS);
      }
      return [ofOrm.isStuck, ofQueue.isStuck];
    };
    const named = 'select 1 from pg_stat_activity where application_name = ?';
    expect(await stage.orm.em.fork().execute(named, [queue.sessionName])).not.toEqual([]);
    expect(await areStuck()).toEqual([false, false]);
    cable.lose();
    expect(await areStuck()).toEqual([false, true]);
  });
});
