import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf } from '../../src/testing/vendor/index.js';
import { killHosts } from '../support/host-process.js';
import { until } from '../support/way.js';
import { expectToEndAlike } from './stage/ends-alike.js';
import { FULL, report, SEED } from './stage/seed.js';
import { Subject } from './stage/subject.js';
import { World } from './stage/world.js';

const settings = { HISTORY_DAYS: '6' };
const TIMES = FULL ? 100 : 12;

/** Whose sessions end: those of either pool of the host, or of both. */
const ENDED = ['true', `application_name like '% queue'`, `application_name not like '% queue'`];

/** What is asked meanwhile, and changes nothing that a run without it would not have. */
const ASKED: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/api/phone-systems/dialpad/fetches'],
  ['POST', '/api/phone-systems/dialpad/mappings/auto'],
  ['GET', '/api/phone-systems/dialpad/mappings'],
  ['GET', '/api/phone-systems/employees/e2/data'],
  ['GET', '/api/phone-systems/audit'],
  ['GET', '/api/phone-systems'],
];

interface Answered {
  readonly status: number;
  readonly tookMs: number;
  readonly retryAfter: string | null;
}

describe('sessions of the database that end in the midst of everything', () => {
  let world: World;
  let subject: Subject;

  beforeEach(async () => {
    world = await World.open(`sessions ${SEED}`, { latencyMs: 60, callPageSize: 10 });
    subject = await Subject.open('server', world.dialpad, settings);
  });

  afterEach(async () => {
    killHosts();
    await subject?.close();
    await world?.close();
  });

  const end = async (which: string): Promise<number> => {
    const rows = await subject.look((read) =>
      read<object>(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and ${which}`,
      ),
    );
    return rows.length;
  };

  it('are replaced, whichever pool had them: the same host goes on, and ends like one that nobody disturbed', async () => {
    const chance = chanceOf(`sessions ${SEED}`);
    const person = await subject.start();
    await subject.connect(person);
    const ask = await askAs(person.url, 'dana@acme.example');
    const asked: Promise<Answered>[] = [];
    let ended = 0;
    for (let time = 0; time < TIMES; time++) {
      for (let place = 0; place < 4; place++) asked.push(ask(...chance.pick(ASKED)));
      await sleep(chance.between(0, 60));
      ended += await end(chance.pick(ENDED));
      await sleep(chance.between(50, 400));
    }
    const answers = await Promise.all(asked);
    const failed = answers.filter(({ status }) => status >= 500);
    const longestMs = Math.max(...answers.map(({ tookMs }) => tookMs));
    expect(answers.filter(({ status }) => status >= 400 && status < 500 && status !== 429)).toEqual([]);
    expect(failed.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)).toEqual([]);
    expect(longestMs).toBeLessThan(20_000);
    const backAt = Date.now();
    await until('the host is ready', async () => (await fetch(`${person.url}/health/ready`)).status, isOk);
    expect((await fetch(`${person.url}/health/live`)).status).toBe(200);
    const backMs = Date.now() - backAt;
    await expectToEndAlike(subject, world, settings);
    report(
      `sessions ended ${TIMES} times, ${ended} in all, ${failed.length} of ${answers.length} answers failed, the longest ` +
        `took ${longestMs} ms, ready ${backMs} ms after the last`,
    );
    expect(ended).toBeGreaterThan(TIMES);
  });
});

const isOk = (status: number): boolean => status === 200;

/** Signs in as well, past the document, which promises no failures. @returns what asks as that person */
async function askAs(url: string, email: string): Promise<(method: string, path: string) => Promise<Answered>> {
  const headers = { 'content-type': 'application/json' };
  const { headers: told } = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email }),
  });
  const cookie = told
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  return async (method, path) => {
    const from = Date.now();
    const response = await fetch(new URL(path, url), {
      method,
      headers: { cookie },
      signal: AbortSignal.timeout(60_000),
    });
    await response.arrayBuffer();
    return { status: response.status, tookMs: Date.now() - from, retryAfter: response.headers.get('retry-after') };
  };
}
