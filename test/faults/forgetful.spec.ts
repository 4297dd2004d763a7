import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf } from '../../src/support/days.js';
import { ACME_TIME_ZONE } from '../../src/testing/index.js';
import { type Chance, chanceOf } from '../../src/testing/vendor/index.js';
import { killHosts } from '../support/host-process.js';
import { until } from '../support/way.js';
import { untrueClaims } from './stage/claims.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { FULL, report, SEED } from './stage/seed.js';
import { type DatabaseKind, Subject } from './stage/subject.js';
import { COMPANY, World } from './stage/world.js';

const settings = { HISTORY_DAYS: '4', RECONCILE_EVERY_SECONDS: '10' };
const kinds: readonly DatabaseKind[] = FULL ? ['embedded', 'server'] : ['embedded'];
const DAY_MS = 86_400_000;
const FETCHES = '/api/phone-systems/dialpad/fetches';

describe.each(kinds)('a Dialpad that forgets while hosts die and it fails itself (%s)', (kind) => {
  let world: World;
  let subject: Subject;
  let chance: Chance;

  beforeEach(async () => {
    chance = chanceOf(`forgetful ${SEED}`);
    const ten = { callPageSize: chance.pick([25, 50]), otherSubscriptions: 10 };
    world = await World.open(`forgetful ${SEED}`, { latencyMs: 20, ...ten });
    subject = await Subject.open(kind, world.dialpad, settings);
  });

  afterEach(async () => {
    killHosts();
    await subject?.close();
    await world?.close();
  });

  it('takes nothing from what was fetched, alarms nobody, and ends like one that remembers', async () => {
    let person = await subject.start();
    await subject.connect(person);
    await person.untilComplete();
    expect((await person.connection()).problem).toMatchObject({ kind: 'events-refused' });
    world.stopClock();
    expect((await person.fetchNow()).outcome).toBe('done');

    const lee = world.dialpad.company(COMPANY).users.find(({ firstName }) => firstName === 'Lee')!;
    const dayAgo = (days: number): string => dayOf(new Date(Date.now() - days * DAY_MS), ACME_TIME_ZONE);
    const acts: (() => void)[] = [
      () => world.dialpad.forget(COMPANY, { afterDays: 1 }),
      () => world.dialpad.forget(COMPANY, { accessDays: 2 }),
      () => {
        world.dialpad.changeUser(COMPANY, lee.id, { state: 'deleted' });
        world.dialpad.forget(COMPANY, { userIds: [lee.id] });
      },
    ];
    const begin = chance.between(0, 2);
    for (const act of [...acts.slice(begin), ...acts.slice(0, begin)]) {
      const { faults } = world.dialpad;
      faults.plan({ path: '/api/v2/call', after: 2, times: 3, answer: { kind: 'status', status: 500 } });
      faults.plan({ path: '/api/v2/call', after: 9, times: 2, answer: { kind: 'truncated' } });
      faults.plan({ query: 'include_anonymized', times: 2, answer: { kind: 'reset' } });
      await person.request(FETCHES, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from: dayAgo(3), to: dayAgo(1) }),
      });
      await sleep(chance.between(0, 2_000));
      act();
      await sleep(chance.between(0, 2_000));
      await subject.host?.kill();
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
      person = await subject.start();
    }
    world.dialpad.faults.clear();
    const since = new Date().toISOString();
    const { items } = await until(
      'what is forgotten is compared',
      () => person.json<{ items: Compared[] }>(`${FETCHES}?kind=reconciliation`),
      (rounds) => rounds.items.some(({ startedAt, outcome }) => startedAt > since && outcome === 'done'),
    );
    const [last] = items.filter(({ startedAt, outcome }) => startedAt > since && outcome === 'done');
    expect(last).toMatchObject({ difference: 0, letGo: expect.any(Number), problem: null });
    expect(last?.letGo).toBeGreaterThan(0);
    // Lee is back, so that nothing but what was forgotten could make a difference.
    await subject.host?.kill();
    world.dialpad.changeUser(COMPANY, lee.id, { state: 'active' });
    await subject.start();
    await expectToEndAlike(subject, world, settings);
    const told = await subject.look((read) =>
      read<{ kind: string }>(`select kind from phone_system.alert where kind = 'difference'`),
    );
    expect(told).toEqual([]);
    report(`forgetful (${kind}): ${last?.letGo} calls let go, ${world.dialpad.requests.length} requests`);
  });
});

interface Compared {
  readonly startedAt: string;
  readonly outcome: string;
  readonly difference: number | null;
  readonly letGo: number | null;
  readonly problem: object | null;
}
