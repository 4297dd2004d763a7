import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf } from '../../src/testing/vendor/index.js';
import { killHosts } from '../support/host-process.js';
import { untrueClaims } from './stage/claims.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { callsAsked, untilCallsAreAsked } from './stage/requests.js';
import { FULL, report, SEED } from './stage/seed.js';
import { type DatabaseKind, Subject } from './stage/subject.js';
import { World } from './stage/world.js';

const LONGEST_STOP_MS = 5_000;
const settings = { HISTORY_DAYS: '6' };

describe.each<DatabaseKind>(['embedded', 'server'])('a first fetch that is interrupted in good order (%s)', (kind) => {
  let world: World;
  let subject: Subject;

  beforeEach(async () => {
    world = await World.open(`stops ${SEED}`, { latencyMs: 150, callPageSize: 10 });
    subject = await Subject.open(kind, world.dialpad, settings);
  });

  afterEach(async () => {
    killHosts();
    await subject?.close();
    await world?.close();
  });

  it('stops within five seconds of SIGTERM, also while Dialpad does not answer, and goes on at the next start', async () => {
    const chance = chanceOf(`stops ${kind} ${SEED}`);
    const stops = FULL ? 10 : 2;
    const took: number[] = [];
    await subject.connect(await subject.start());
    for (let stop = 1; stop <= stops; stop++) {
      await untilCallsAreAsked(world, callsAsked(world).length);
      if (stop % 2 === 0) world.dialpad.faults.plan({ path: '/api/v2/call', times: 6, answer: { kind: 'hang' } });
      await sleep(chance.between(0, 800));
      const from = Date.now();
      const code = await subject.host?.stop();
      took.push(Date.now() - from);
      world.dialpad.faults.clear();
      expect({ stop, code }).toEqual({ stop, code: 0 });
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
      await subject.start();
    }
    expect(Math.max(...took)).toBeLessThan(LONGEST_STOP_MS);
    await expectToEndAlike(subject, world, settings);
    report(`${stops} stops (${kind}), the longest took ${Math.max(...took)} ms`);
  });
});
