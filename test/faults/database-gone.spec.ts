import { setTimeout as sleep } from 'node:timers/promises';
import { killHosts } from '../support/host-process.js';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/way.js';
import { untrueClaims } from './stage/claims.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { callsAsked, untilCallsAreAsked } from './stage/requests.js';
import { FULL, report, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { World } from './stage/world.js';

const OUTAGE_SECONDS = FULL ? 60 : 8;
const settings = { HISTORY_DAYS: FULL ? '12' : '6' };

describe('a PostgreSQL server that goes away during the first fetch', () => {
  let world: World;
  let subject: Subject;
  let cable: TcpProxy;
  let throughCable: { readonly DATABASE_URL: string };

  beforeEach(async () => {
    world = await World.open(`database ${SEED}`, { latencyMs: 60, callPageSize: 8 });
    subject = await Subject.open('server', world.dialpad, settings);
    if (subject.location.kind !== 'server') throw new Error('This test needs a server.');
    const url = new URL(subject.location.url);
    cable = await tcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${cable.port}`;
    throughCable = { DATABASE_URL: url.href };
  });

  afterEach(async () => {
    killHosts();
    await cable?.close();
    await subject?.close();
    await world?.close();
  });

  const isReady = async (): Promise<boolean> => (await fetch(`${subject.host?.url}/health/ready`)).status === 200;
  const isLive = async (): Promise<boolean> => (await fetch(`${subject.host?.url}/health/live`)).status === 200;

  it.each(FULL ? (['cut', 'freeze'] as const) : (['cut'] as const))(
    'keeps its host up and not ready, and the host goes on by itself afterwards (%s)',
    async (how) => {
      const person = await subject.start(throughCable);
      await subject.connect(person);
      await untilCallsAreAsked(world, callsAsked(world).length);
      await sleep(500);
      cable[how]();
      const from = Date.now();
      await until('the host is not ready', isReady, (ready) => !ready);
      expect(await isLive()).toBe(true);
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
      await sleep(Math.max(0, from + OUTAGE_SECONDS * 1_000 - Date.now()));
      expect(subject.host?.isRunning()).toBe(true);
      cable.mend();
      await until('the host is ready', isReady, Boolean);
      const back = Date.now();
      await untilCallsAreAsked(world, callsAsked(world).length);
      report(
        `database gone (${how}) for ${OUTAGE_SECONDS} s, fetching again after ${Math.round((Date.now() - back) / 1_000)} s`,
      );
      await expectToEndAlike(subject, world, settings);
    },
  );

  it('lets its host end within five seconds when it is asked to, and another one goes on', async () => {
    await subject.connect(await subject.start(throughCable));
    await untilCallsAreAsked(world, callsAsked(world).length);
    cable.cut();
    await sleep(1_000);
    const from = Date.now();
    await subject.host?.stop();
    expect(Date.now() - from).toBeLessThan(5_500);
    await subject.start();
    await expectToEndAlike(subject, world, settings);
  });
});
