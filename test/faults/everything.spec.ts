import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acmePeople, type AcmePerson } from '../../src/testing/index.js';
import { type Chance, chanceOf } from '../../src/testing/vendor/index.js';
import { killHosts } from '../support/host-process.js';
import { type Person, signIn, until } from '../support/way.js';
import { untrueClaims } from './stage/claims.js';
import { Copies } from './stage/copies.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { type FaultyCable, faultyCable } from './stage/faulty-cable.js';
import { type Front, frontDoor } from './stage/front.js';
import { whileListed } from './stage/held-page.js';
import { FULL, report, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { tracesOf } from './stage/traces.js';
import { World } from './stage/world.js';

const settings = { HISTORY_DAYS: FULL ? '12' : '3' };
const ROUNDS = FULL ? 4 : 1;
/** Longer than the database lets a transaction idle: then it has ended what the copy had in hand. */
const PAUSES_MS = FULL ? [500, 13_000] : [300, 2_000];
const LEAST_FAULTS = FULL ? 40 : 5;
/** About as many answers a second as a busy host gets. */
const ONE_OF = FULL ? 250 : 60;
/** The first is erased in the midst of the history, then somebody else in each round. */
const ERASED = ['e3', 'e7', 'e8', 'e4', 'e5'].map((id) => acmePeople.find((person) => person.id === id)!);
const [OLD, NEW] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`) as [string, string];

/** What people do meanwhile. In the end nothing of it is left. */
const ASKED: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', '/dialpad/fetches'],
  ['POST', '/dialpad/mappings/auto'],
  ['PUT', '/dialpad/mappings/e2', { phoneUserId: null }],
  ['DELETE', '/dialpad/mappings/e2'],
  ['GET', '/dialpad/mappings'],
  ['GET', '/dialpad/connection'],
  ['GET', '/dialpad/connect'],
  ['GET', '/employees/e2/data'],
];

describe('sessions of the database that are lost, late, cut off and answered by half, beside kills and pauses of copies', () => {
  let world: World;
  let subject: Subject;
  let cable: FaultyCable;
  let front: Front;
  let copies: Copies;
  let chance: Chance;
  let cookie: string;
  let erased: string[];
  let throughCable: { readonly DATABASE_URL: string };

  beforeEach(async () => {
    chance = chanceOf(`everything ${SEED}`);
    erased = [];
    world = await World.open(`everything ${SEED}`, { latencyMs: 30, callPageSize: 10 });
    front = await frontDoor();
    subject = await Subject.open('server', world.dialpad, { ...settings, TOKEN_KEYS: `${NEW},${OLD}` });
    if (subject.location.kind !== 'server') throw new Error('This test needs a server.');
    const url = new URL(subject.location.url);
    cable = await faultyCable({ host: url.hostname, port: Number(url.port || 5432) }, chance);
    url.host = `127.0.0.1:${cable.port}`;
    throughCable = { DATABASE_URL: url.href };
    copies = new Copies(subject, front, { ...throughCable, PUBLIC_URL: front.url, TOKEN_KEYS: `${OLD},${NEW}` });
  });

  afterEach(async () => {
    killHosts();
    await front?.close();
    await cable?.close();
    await subject?.close();
    await world?.close();
  });

  /** One request; 0 where the copy that had it was killed, or stood still. */
  const ask = async (method: string, path: string, body?: object): Promise<number> => {
    try {
      const answer = await fetch(`${front.url}/api/phone-systems${path}`, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(20_000),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };

  const untilAnswered = (status: number, method: string, path: string): Promise<number> =>
    until(
      `${method} ${path} is answered ${status}`,
      () => ask(method, path),
      (is) => is === status,
    );

  const connect = async (): Promise<void> => {
    const person = await insist(() => signIn(front.url, 'dana@acme.example'));
    cookie = person.cookie();
    await insist(async () => {
      if ((await ask('GET', '/dialpad/connection')) !== 200) await subject.connect(person);
    });
  };

  /** Everything is sealed anew while the copies go on; a rotation that loses its session is begun again. */
  const rotate = async (): Promise<void> => {
    const keys = { ...throughCable, TOKEN_KEYS: `${NEW},${OLD}`, PATH: process.env['PATH'] };
    await insist(async () => {
      const rotation = spawn(process.execPath, [join('dist', 'rotate-keys.js')], { env: keys, stdio: 'ignore' });
      const [code] = (await once(rotation, 'exit')) as [number | null];
      if (code !== 0) throw new Error('The keys were not rotated.');
    });
    copies.settings = { ...copies.settings, TOKEN_KEYS: keys.TOKEN_KEYS };
  };

  /** While a copy has a page in hand that names them. */
  const erase = async ({ id, name, dialpadUserId }: AcmePerson): Promise<void> => {
    world.forget(dialpadUserId!);
    erased.push(id);
    await whileListed(world.dialpad, name, () => untilAnswered(204, 'DELETE', `/employees/${id}/data`));
  };

  const eraseNext = async (): Promise<void> => {
    const person = ERASED[erased.length];
    if (person === undefined) return;
    world.addCallWith(person.dialpadUserId!);
    await erase(person);
  };

  it('leave nothing behind, whatever the copies are at: they go on by themselves, and end like one that nobody disturbed', async () => {
    const statuses = new Map<number, number>();
    const faults = (): number => Object.values(cable.done).reduce((sum, count) => sum + count);
    cable.oneOf(200);
    await copies.start();
    // A turn that lives until then is what could store their name again.
    cable.oneOf(0);
    await Promise.all([connect(), eraseNext()]);
    cable.oneOf(ONE_OF);

    let isOver = false;
    const meanwhile = (async () => {
      while (!isOver) {
        if (chance.percent(30)) world.addCallThatEnds(chance);
        const status = await ask(...chance.pick(ASKED));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
        await sleep(chance.between(0, 200));
      }
    })();
    const acts = [
      () => copies.pause(0, chance.between(...(PAUSES_MS as [number, number]))),
      () => copies.pause(1, chance.between(...(PAUSES_MS as [number, number]))),
      () => copies.kill(),
      rotate,
      eraseNext,
    ];
    const done = (async () => {
      for (let round = 0; round < ROUNDS || faults() < LEAST_FAULTS; round++) {
        for (const act of shuffled(acts, chance)) {
          await sleep(chance.between(0, FULL ? 5_000 : 800));
          await act();
        }
      }
    })().finally(() => (isOver = true));
    await Promise.all([meanwhile, done]);

    cable.oneOf(0);
    await rotate();
    await untilAnswered(204, 'DELETE', '/dialpad/mappings/e2');
    await copies.untilBothAreWell();
    await expectToEndAlike(subject, world, settings, (person) => eraseAs(person, erased));
    const words = ERASED.slice(0, erased.length).flatMap(({ name, emails, phones, dialpadUserId }) => [
      name,
      ...emails,
      ...phones,
      dialpadUserId!,
    ]);
    expect(await subject.look((read) => tracesOf(read, words))).toEqual([]);
    report(`everything: ${JSON.stringify(cable.done)}; answers ${JSON.stringify(Object.fromEntries(statuses))}`);
  });
});

async function eraseAs(person: Person, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { status } = await person.request(`/api/phone-systems/employees/${id}/data`, { method: 'DELETE' });
    expect(status).toBe(204);
  }
}

/** Again and again, until nothing comes between. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 30) throw error;
      await sleep(300);
    }
  }
}

const shuffled = <T>(items: readonly T[], chance: Chance): T[] =>
  items
    .map((item) => ({ item, place: chance.between(0, 1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
