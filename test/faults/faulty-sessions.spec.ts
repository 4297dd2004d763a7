import { setTimeout as sleep } from 'node:timers/promises';
import { type Chance, chanceOf } from '../../src/testing/simulator/chance.js';
import { killHosts } from '../support/host-process.js';
import { type Person, until } from '../support/way.js';
import { untrueClaims } from './stage/claims.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { type FaultyCable, faultyCable } from './stage/faulty-cable.js';
import { FULL, report, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { World } from './stage/world.js';

const settings = { HISTORY_DAYS: FULL ? '12' : '3' };
const FAULTY_MS = FULL ? 90_000 : 6_000;
/** On a slow machine it takes longer until as much has gone wrong. */
const LEAST_FAULTS = FULL ? 40 : 5;
const LONGEST_MS = 4 * FAULTY_MS;
/** About as many answers a second as a busy host gets. */
const ONE_OF = FULL ? 250 : 60;

/** What people do meanwhile. In the end nothing of it is left. */
const ASKED: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', '/fetches'],
  ['POST', '/mappings/auto'],
  ['PUT', '/mappings/e2', { phoneUserId: null }],
  ['DELETE', '/mappings/e2'],
  ['GET', '/mappings'],
  ['GET', '/connection'],
  ['GET', '/connect'],
];

describe('sessions of the database that are lost, late, cut off and answered by half', () => {
  let world: World;
  let subject: Subject;
  let cable: FaultyCable;
  let chance: Chance;

  beforeEach(async () => {
    chance = chanceOf(`faulty sessions ${SEED}`);
    world = await World.open(`faulty sessions ${SEED}`, { latencyMs: 30, callPageSize: 10 });
    subject = await Subject.open('server', world.dialpad, settings);
    if (subject.location.kind !== 'server') throw new Error('This test needs a server.');
    const url = new URL(subject.location.url);
    cable = await faultyCable({ host: url.hostname, port: Number(url.port || 5432) }, chance);
  });

  afterEach(async () => {
    killHosts();
    await cable?.close();
    await subject?.close();
    await world?.close();
  });

  const throughCable = (): { readonly DATABASE_URL: string } => {
    if (subject.location.kind !== 'server') throw new Error('This test needs a server.');
    const url = new URL(subject.location.url);
    url.host = `127.0.0.1:${cable.port}`;
    return { DATABASE_URL: url.href };
  };

  /** Migrating in one transaction, a host that loses its session at the start says so and ends; the next one begins anew. */
  const startAmongFaults = async (): Promise<Person> => {
    cable.oneOf(FULL ? 100 : 200);
    for (let attempt = 1; ; attempt++) {
      if (attempt === 6) cable.oneOf(0);
      try {
        return await subject.start(throughCable());
      } catch (error) {
        await subject.host?.kill();
        if (attempt === 8) throw error;
      }
    }
  };

  /** One request; a host that cannot answer just now says so. */
  const ask = async (person: Person, method: string, path: string, body?: object): Promise<number> => {
    const init =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${person.url}/api/phone-systems/dialpad${path}`, {
      method,
      ...init,
      headers: { ...init.headers, cookie: await cookieOf(person) },
      redirect: 'manual',
    });
    await answer.arrayBuffer();
    return answer.status;
  };

  const connectAmongFaults = async (person: Person): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await subject.connect(person);
      } catch (error) {
        const isConnected = await ask(person, 'GET', '/connection').catch(() => 0);
        if (isConnected === 200) return;
        if (attempt === 20) throw error;
        await sleep(300);
      }
    }
  };

  let cookie: string | null = null;
  const cookieOf = async ({ url }: Person): Promise<string> => {
    while (cookie === null) {
      const answer = await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'dana@acme.example' }),
      });
      cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? null;
    }
    return cookie;
  };

  it('leave nothing behind, whatever the host is at: it goes on by itself, and ends like one that nobody disturbed', async () => {
    const person = await startAmongFaults();
    cable.oneOf(ONE_OF);
    await connectAmongFaults(person);
    const statuses = new Map<number, number>();
    const faults = (): number => Object.values(cable.done).reduce((sum, count) => sum + count);
    const from = Date.now();
    const isOver = (): boolean => Date.now() - from > (faults() < LEAST_FAULTS ? LONGEST_MS : FAULTY_MS);
    while (!isOver()) {
      const [method, path, body] = chance.pick(ASKED);
      const status = await ask(person, method, path, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
      await sleep(chance.between(0, 200));
    }
    cable.oneOf(0);
    expect(subject.host?.isRunning()).toBe(true);
    await until(
      'the choice is taken back',
      () => ask(person, 'DELETE', '/mappings/e2'),
      (status) => status === 204,
    );
    await until(
      'the host is ready',
      async () => (await fetch(`${person.url}/health/ready`)).status,
      (is) => is === 200,
    );
    await expectToEndAlike(subject, world, settings);
    report(`faulty sessions: ${JSON.stringify(cable.done)}; answers ${JSON.stringify(Object.fromEntries(statuses))}`);
    expect(faults()).toBeGreaterThanOrEqual(LEAST_FAULTS);
  });
});
