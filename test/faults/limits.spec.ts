import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { chanceOf } from '../../src/testing/vendor/index.js';
import type { DialpadSimulator } from '../../src/testing/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { LimitGate } from './stage/limit-gate.js';
import { fullestSecond } from './stage/requests.js';
import { report, SEED } from './stage/seed.js';

const PAUSES = 40;
/** Also longer than a copy that stands still keeps its right to send. */
const LONGEST_MS = 5_000;

describe('three processes that send for one account as fast as they may, and stand still forty times', () => {
  let database: TestDatabase;
  let vendor: Server;
  let gate: LimitGate;
  let copies: ChildProcess[];

  beforeEach(async () => {
    database = await createTestDatabase();
    if (database.location.kind !== 'server') throw new Error('This test needs a server.');
    const orm = await openOrm(database.location);
    await migrate(orm);
    await orm.close(true);
    vendor = createServer((_request, response) => void setTimeout(() => response.end('{}'), 60)).listen(0, '127.0.0.1');
    await once(vendor, 'listening');
    const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    gate = await LimitGate.open({ baseUrl } as DialpadSimulator, 3);
    const script = join(import.meta.dirname, 'stage', 'sender.process.ts');
    const { url } = database.location;
    copies = [0, 1, 2].map(() => fork(script, [url, `http://${gate.address()}`], { execArgv: ['--no-warnings'] }));
    await Promise.all(copies.map((copy) => once(copy, 'message')));
  });

  afterEach(async () => {
    for (const copy of copies) copy.kill('SIGKILL');
    await gate.close();
    vendor.closeAllConnections();
    vendor.close();
    await database.drop();
  });

  it('never pass the limit together, and go on after each pause', async () => {
    const chance = chanceOf(`limits ${SEED}`);
    const paused = new Set<ChildProcess>();
    for (let pause = 0; pause < PAUSES; pause++) {
      const copy = chance.pick(copies.filter((one) => !paused.has(one)));
      copy.kill('SIGSTOP');
      paused.add(copy);
      void sleep(chance.between(50, LONGEST_MS)).then(() => {
        copy.kill('SIGCONT');
        paused.delete(copy);
      });
      await sleep(chance.between(300, 2_500));
      while (paused.size === copies.length) await sleep(50);
    }
    while (paused.size > 0) await sleep(50);
    const before = (await gate.report()).arrivals.length;
    await sleep(6_000);
    const { arrivals, refused, standstillMs } = await gate.report();
    expect({ refused, standstillMs }).toEqual({ refused: 0, standstillMs });
    expect(fullestSecond(arrivals)).toBeLessThanOrEqual(20);
    expect(arrivals.length - before).toBeGreaterThan(40);
    report(
      `${arrivals.length} requests of 3 processes with ${PAUSES} pauses, at most ${fullestSecond(arrivals)} in a second`,
    );
  });
});
