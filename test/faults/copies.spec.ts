import { setTimeout as sleep } from 'node:timers/promises';
import { killHosts, type LaunchedHost } from '../support/host-process.js';
import { until } from '../support/way.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { LimitGate } from './stage/limit-gate.js';
import { callsAsked, fullestSecond, overlappingWalks, untilCallsAreAsked } from './stage/requests.js';
import { chanceOf } from '../../src/testing/vendor/index.js';
import { untrueClaims } from './stage/claims.js';
import { FULL, report, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { World } from './stage/world.js';

/** One of several copies of the host, with an address of Dialpad of its own, so that its requests are known. */
interface Copy {
  readonly host: LaunchedHost;
  readonly asks: string;
}

describe('several copies of the host on one PostgreSQL server', () => {
  const settings = { HISTORY_DAYS: FULL ? '20' : '8' };
  let world: World;
  let subject: Subject;
  let gate: LimitGate;

  const setUp = async (options: Parameters<typeof World.open>[1]): Promise<void> => {
    world = await World.open(`copies ${SEED}`, { ...options, limits: 'off' });
    gate = await LimitGate.open(world.dialpad, 12);
    subject = await Subject.open('server', world.dialpad, settings);
  };

  afterEach(async () => {
    killHosts();
    await subject?.close();
    await gate?.close();
    await world?.close();
  });

  const launch = async (how: 'launch' | 'launchCopy'): Promise<Copy> => {
    const asks = gate.address();
    const host = await subject[how]({ DIALPAD_BASE_URL: `http://${asks}` });
    await host.ready;
    return { host, asks };
  };

  it('fetch a connection one at a time, keep to the limit together, and refresh once each time it is due', async () => {
    const tokenSeconds = 5;
    await setUp({ latencyMs: 100, callPageSize: 10, accessTokenSeconds: tokenSeconds });
    const first = await launch('launch');
    let copies = [first, await launch('launchCopy'), await launch('launchCopy')];
    await subject.connect(await subject.admin());
    const connectedAt = Date.now();
    // Whoever fetches is asked to go, and another copy comes instead: the work changes hands.
    for (let change = 0; change < (FULL ? 6 : 2); change++) {
      const before = callsAsked(world).length;
      await untilCallsAreAsked(world, before);
      await sleep(500);
      const fetching = callsAsked(world).at(-1)?.host;
      const goes = copies.find(({ asks, host }) => asks === fetching && host !== first.host);
      if (goes !== undefined) {
        expect(await goes.host.stop()).toBe(0);
        copies = [...copies.filter((copy) => copy !== goes), await launch('launchCopy')];
      }
      await sleep(1_000);
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
    }
    await (await subject.admin()).untilComplete();
    await sleep(6_000);
    const seconds = (Date.now() - connectedAt) / 1_000;
    const { requests } = world.dialpad;
    expect(overlappingWalks(callsAsked(world))).toEqual([]);
    const { arrivals, refused, standstillMs } = await gate.report();
    expect({ refused, standstillMs }).toEqual({ refused: 0, standstillMs });
    const fullest = fullestSecond(arrivals);
    expect(fullest).toBeLessThanOrEqual(20);
    const asked = requests.filter(({ path }) => path === '/oauth2/token').map(({ status }) => status);
    // The first was for the code; a pair is renewed when a tenth of its life is left.
    const [, ...refreshes] = asked;
    expect(refreshes.filter((status) => status !== 200)).toEqual([]);
    expect(refreshes.length).toBeGreaterThan(2);
    expect(refreshes.length).toBeLessThanOrEqual(Math.ceil(seconds / (tokenSeconds * 0.9)) + 1);
    for (const { host } of copies.filter((copy) => copy !== first)) expect(await host.stop()).toBe(0);
    await expectToEndAlike(subject, world, settings);
    report(
      `${arrivals.length} requests of 3 copies, at most ${fullest} in a second, none refused (the gate stood still for ${standstillMs} ms at most), ${refreshes.length} refreshes in ${Math.round(seconds)} s`,
    );
  });

  it('take over from a copy that stands still, and store nothing that it still has in hand when it wakes', async () => {
    const chance = chanceOf(`pauses ${SEED}`);
    await setUp({ latencyMs: 60, callPageSize: 6 });
    const copies = [await launch('launch'), await launch('launchCopy')];
    await subject.connect(await subject.admin());
    const pauses = FULL ? 10 : 2;
    const waits: number[] = [];
    for (let pause = 0; pause < pauses; pause++) {
      await untilCallsAreAsked(world, callsAsked(world).length);
      await sleep(chance.between(0, 700));
      const fetching = callsAsked(world).at(-1)?.host;
      const paused = copies.find(({ asks }) => asks === fetching);
      const other = copies.find((copy) => copy !== paused);
      paused?.host.pause();
      const from = Date.now();
      try {
        await untilCallsAreAsked(world, callsAsked(world).length, other?.asks);
      } finally {
        paused?.host.wake();
      }
      waits.push(Math.round((Date.now() - from) / 1_000));
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
    }
    await until(
      'both copies are ready',
      async () => (await Promise.all(copies.map(({ host }) => fetch(`${host.url}/health/ready`)))).map(({ ok }) => ok),
      (ready) => ready.every(Boolean),
    );
    await copies[1]?.host.stop();
    await expectToEndAlike(subject, world, settings);
    report(`${pauses} pauses, taken over after ${waits.join(', ')} s`);
  });
});
