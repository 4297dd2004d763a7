import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { acmePeople } from '../../src/testing/index.js';
import { killHosts, type LaunchedHost } from '../support/host-process.js';
import { triedUnless } from '../support/tried-where.js';
import { type Person, until } from '../support/way.js';
import { type Bouncer, startBouncer, withoutBouncer } from './stage/bouncer.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { FULL, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { World } from './stage/world.js';

const settings = { HISTORY_DAYS: FULL ? '20' : '4' };
const ERASED = acmePeople.find(({ id }) => id === 'e3')!;

/** What docs/operations.md says to set where a pooler ignores how a session begins. */
const SET = [`timezone = 'UTC'`, `idle_in_transaction_session_timeout = '10s'`];

interface Listed {
  readonly items: readonly { readonly day: string; readonly score: string }[];
}

describe('the host behind PgBouncer in transaction mode', () => {
  let world: World;
  let subject: Subject;
  let bouncer: Bouncer;
  let throughBouncer: { readonly DATABASE_URL: string };

  beforeEach(async () => {
    if (withoutBouncer() !== null) return;
    world = await World.open(`pooled ${SEED}`, { latencyMs: 20, callPageSize: 20 });
    subject = await Subject.open('server', world.dialpad, settings);
    if (subject.location.kind !== 'server') throw new Error('This test needs a server.');
    bouncer = await startBouncer(subject.location.url);
    throughBouncer = { DATABASE_URL: bouncer.through(subject.location.url) };
  });

  afterEach(async () => {
    killHosts();
    await bouncer?.close();
    await subject?.close();
    await world?.close();
  });

  const setDatabase = async (): Promise<void> => {
    if (subject.location.kind !== 'server') return;
    const client = new pg.Client({ connectionString: subject.location.url });
    await client.connect();
    const name = new URL(subject.location.url).pathname.slice(1);
    for (const setting of SET) await client.query(`alter database ${name} set ${setting}`);
    await client.end();
  };

  const both = async (): Promise<readonly [LaunchedHost, LaunchedHost]> => {
    const copies = await Promise.all([subject.launch(throughBouncer), subject.launchCopy(throughBouncer)]);
    await Promise.all(copies.map(({ ready }) => ready));
    return copies as [LaunchedHost, LaunchedHost];
  };

  const isTried = triedUnless(withoutBouncer(), 'the host behind PgBouncer', it);

  isTried('does not start before the database is set as it needs, and says what to set', async () => {
    const host = await subject.launch(throughBouncer);
    await expect(host.ready).rejects.toThrow(/its TimeZone is ".+", and must be "UTC".*ALTER DATABASE/s);
  });

  isTried(
    'connects, fetches, shows days, erases and disconnects, with two copies, and ends like one without it',
    async () => {
      await setDatabase();
      const [first, second] = await both();
      const person = await subject.admin(first);
      const other = await subject.admin(second);
      await subject.connect(person);
      await person.untilComplete();
      await until(
        'both copies show the same days',
        () => Promise.all([daysOf(person), daysOf(other)]),
        ([one, same]) => isDeepStrictEqual(one, same),
      );
      world.forget(ERASED.dialpadUserId!);
      await erase(other);
      expect(await second.stop()).toBe(0);
      await expectToEndAlike(subject, world, settings, erase);

      const [again] = await both();
      const admin = await subject.admin(again);
      const told = await admin.request('/api/phone-systems/dialpad/connection?erase=true', { method: 'DELETE' });
      expect(told.status).toBe(204);
      expect((await admin.connection()).status).toBe('disconnected');
      expect(await subject.look((read) => read('select id from phone_system.call_record'))).toEqual([]);
      expect((await fetch(`${again.url}/health/ready`)).status).toBe(200);
      expect(again.output()).not.toMatch(/"level":"error"| ERROR /);
    },
  );
});

async function erase(person: Person): Promise<void> {
  const { status } = await person.request(`/api/phone-systems/employees/${ERASED.id}/data`, { method: 'DELETE' });
  expect(status).toBe(204);
}

/** A person's days and one of them, once every one of them is scored. */
async function daysOf(person: Person): Promise<readonly unknown[]> {
  const path = '/api/phone-systems/employees/e2/days';
  const [from, to] = [3, 0].map((daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10));
  const { items } = await until(
    'a day has a score',
    () => person.json<Listed>(`${path}?from=${from}&to=${to}`),
    ({ items: listed }) => listed.some(({ score }) => Number(score) > 0),
  );
  const scored = items.find(({ score }) => Number(score) > 0)!;
  return [items.map(({ day }) => day), await person.json(`${path}/${scored.day}`)];
}
