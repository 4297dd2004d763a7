import { setTimeout as sleep } from 'node:timers/promises';
import { killHosts } from '../support/host-process.js';
import { until } from '../support/way.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { callsAsked, untilCallsAreAsked } from './stage/requests.js';
import { FULL, report, SEED } from './stage/seed.js';
import { type DatabaseKind, Subject } from './stage/subject.js';
import { COMPANY, World } from './stage/world.js';

const settings = { HISTORY_DAYS: '6' };
const kinds: readonly DatabaseKind[] = FULL ? ['embedded', 'server'] : ['embedded'];

describe.each(kinds)('a grant that is taken back during the first fetch (%s)', (kind) => {
  let world: World;
  let subject: Subject;

  beforeEach(async () => {
    world = await World.open(`grants ${SEED}`, { latencyMs: 150, callPageSize: 10 });
    subject = await Subject.open(kind, world.dialpad, settings);
  });

  afterEach(async () => {
    killHosts();
    await subject?.close();
    await world?.close();
  });

  it('says that it must be reconnected when the grant is gone, stops asking, and fetches the gap once it is reconnected', async () => {
    const person = await subject.start();
    await subject.connect(person);
    await untilCallsAreAsked(world, callsAsked(world).length);
    await sleep(500);
    world.dialpad.revokeGrants(COMPANY);
    const { problem } = await until(
      'the connection needs to be reconnected',
      () => person.connection(),
      ({ status }) => status === 'needs-reconnect',
    );
    expect(problem).toMatchObject({ kind: 'reconnect', action: 'reconnect' });
    // What was in hand when the first refusal came may still be answered.
    await sleep(2_000);
    const asked = world.dialpad.requests.length;
    await sleep(4_000);
    expect(world.dialpad.requests.length).toBe(asked);
    await subject.connect(person);
    await person.untilComplete();
    // And once more in steady state: calls end in the meantime.
    world.dialpad.revokeGrants(COMPANY);
    await until(
      'it is noticed',
      () => person.connection(),
      ({ status }) => status === 'needs-reconnect',
    );
    await sleep(3_000);
    await subject.connect(person);
    await expectToEndAlike(subject, world, settings);
    report(`reconnected twice (${kind})`);
  });
});
