import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { eventually, openStage, type Stage } from '../../test/support/stage.js';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { workId } from '../tracing/index.js';
import { Queue, QUEUE_SCHEMA, type WorkDefinition } from './queue.service.js';

interface Turn {
  readonly key: string;
}

describe('the queue', () => {
  let stage: Stage;
  let queues: Queue[];
  let name: string;
  let made = 0;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    queues = [];
    name = `work-${++made}`;
  });

  afterEach(async () => {
    for (const queue of queues) await queue.beforeApplicationShutdown();
  });

  /** Starts the queue of one copy of the host. On the embedded database there is one copy by nature. */
  const start = async (work: WorkDefinition<Turn>['work'], copies = 1): Promise<readonly Queue[]> => {
    for (let copy = 0; copy < copies; copy++) {
      const { orm } = copy === 0 ? stage : await stage.anotherCopy();
      const queue = new Queue(orm, stage.settings);
      queues.push(queue);
      await queue.start([{ name, concurrency: 4, work }] as unknown as readonly WorkDefinition<never>[]);
    }
    return queues;
  };
  const first = async (work: WorkDefinition<Turn>['work']): Promise<Queue> => {
    const [queue] = await start(work);
    if (queue === undefined) throw new Error('There is no queue.');
    return queue;
  };
  const copies = (): number => (stage.settings.databaseUrl === null ? 1 : 2);

  it('logs what it reports of its database without the values that are quoted', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const queue = await first(() => Promise.resolve());
    const boss = Reflect.get(queue, 'boss') as EventEmitter;
    boss.emit('error', Object.assign(new Error('Failing row contains (Ann Lee).'), { code: '23514' }));
    const lines = warn.mock.calls.map(([line]) => inspect(line));
    warn.mockRestore();
    expect(lines).toEqual([expect.stringContaining('The queue reports: The database refused it with 23514.')]);
    expect(lines.join()).not.toContain('Ann Lee');
  });

  it('never runs one key at once, over all copies', async () => {
    const running = new Map<string, number>();
    const done: string[] = [];
    let mostOfOne = 0;
    const all = await start(async ({ key }) => {
      const now = (running.get(key) ?? 0) + 1;
      running.set(key, now);
      mostOfOne = Math.max(mostOfOne, now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running.set(key, (running.get(key) ?? 1) - 1);
      done.push(key);
    }, copies());
    const keys = ['a', 'b', 'c'];
    await eventually(async () => {
      await Promise.all(all.flatMap((queue) => keys.map((key) => queue.request(name, key, { key }))));
      return keys.every((key) => done.filter((each) => each === key).length >= 4);
    });
    expect(mostOfOne).toBe(1);
  });

  it('gives each job an id that everything done for it knows, and tells how long it waited', async () => {
    const seen: { readonly key: string; readonly work: string | undefined }[] = [];
    const waits: [name: string, seconds: number][] = [];
    const queue = new Queue(stage.orm, stage.settings);
    queues.push(queue);
    const work = async ({ key }: Turn): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push({ key, work: workId() });
    };
    await queue.start([{ name, concurrency: 2, work }] as unknown as readonly WorkDefinition<never>[], (...told) =>
      waits.push(told),
    );
    for (const key of ['a', 'b']) await queue.request(name, key, { key });
    await eventually(() => seen.length === 2);
    expect(new Set(seen.map((each) => each.work)).size).toBe(2);
    expect(seen.every((each) => /^[0-9a-f-]{36}$/.test(each.work ?? ''))).toBe(true);
    expect(waits.map(([told, seconds]) => [told, seconds >= 0 && seconds < 60])).toEqual([
      [name, true],
      [name, true],
    ]);
  });

  it('holds no key up for another', async () => {
    const begun = new Set<string>();
    const queue = await first(async ({ key }) => {
      begun.add(key);
      await eventually(() => begun.size === 3);
    });
    for (const key of ['a', 'b', 'c']) await queue.request(name, key, { key });
    await eventually(() => begun.size === 3);
  });

  it('tells long work that others wait, once this copy has no place for them', async () => {
    const begun: string[] = [];
    const told: boolean[] = [];
    const patience = performance.now() + 30_000;
    const queue = await first(async ({ key }, signal, isAwaited) => {
      begun.push(key);
      await eventually(async () => {
        const awaited = await isAwaited();
        told.push(awaited);
        return awaited || begun.length === 5 || signal.aborted || performance.now() > patience;
      });
    });
    for (const key of ['a', 'b', 'c']) await queue.request(name, key, { key });
    await eventually(() => (begun.length === 3 && told.length > 20) || told.includes(true));
    expect(told).not.toContain(true);
    for (const key of ['d', 'e']) await queue.request(name, key, { key });
    await eventually(() => begun.length === 5);
    expect(told).toContain(true);
  });

  it('changes nothing when work is asked for that waits or runs already', async () => {
    let runs = 0;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const queue = await first(async () => {
      runs += 1;
      await held;
    });
    await queue.request(name, 'a', { key: 'a' });
    await eventually(() => runs === 1);
    for (let index = 0; index < 5; index++) await queue.request(name, 'a', { key: 'a' });
    expect(await queue.depth(name)).toBe(1);
    letGo();
    await queue.beforeApplicationShutdown();
    expect(runs).toBe(1);
  });

  it('goes on after work that failed, and does that again when it is asked for', async () => {
    const runs: string[] = [];
    const queue = await first(({ key }) => {
      runs.push(key);
      return runs.length === 1 ? Promise.reject(new Error('Out of order.')) : Promise.resolve();
    });
    await queue.request(name, 'a', { key: 'a' });
    await eventually(() => runs.length === 1);
    await eventually(async () => {
      await queue.request(name, 'a', { key: 'a' });
      return runs.length === 2;
    });
    await queue.request(name, 'b', { key: 'b' });
    await eventually(() => runs.includes('b'));
  });

  it('keeps no finished job for longer than a minute or two', async () => {
    let done = 0;
    const queue = await first(() => Promise.resolve(void done++));
    const em = stage.orm.em.fork();
    const kept = async (): Promise<number> => {
      const [row] = await em.execute<[{ kept: number }]>(
        `select count(*)::int as kept from ${QUEUE_SCHEMA}.job where name = ?`,
        [name],
      );
      return row.kept;
    };
    for (let key = 1; key <= 30; key++) await queue.request(name, `key ${key}`, { key: '' });
    await eventually(() => done === 30);
    expect(await kept()).toBe(30);
    // As if it had looked a minute and a half ago, when they had just been done.
    await em.execute(`update ${QUEUE_SCHEMA}.job set completed_on = completed_on - interval '90 s' where name = ?`, [
      name,
    ]);
    await em.execute(
      `update ${QUEUE_SCHEMA}.queue set maintain_on = clock_timestamp() - interval '90 s' where name = ?`,
      [name],
    );
    await eventually(async () => (await kept()) === 0);
  });

  it('is ready once started, and has nothing to do with what is asked for before', async () => {
    const queue = new Queue(stage.orm, stage.settings);
    expect(await queue.isReady()).toBe(false);
    await queue.request(name, 'a', { key: 'a' });
    expect(await queue.depth(name)).toBe(0);
    expect(await (await first(() => Promise.resolve())).isReady()).toBe(true);
  });

  it('tells running work to stop, waits for it, and runs nothing afterwards', async () => {
    const events: string[] = [];
    const queue = await first(async ({ key }, signal) => {
      events.push(`${key} begins`);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${key} ends`);
    });
    await queue.request(name, 'a', { key: 'a' });
    await eventually(() => events.length === 1);
    await queue.beforeApplicationShutdown();
    expect(events).toEqual(['a begins', 'a ends']);
    await queue.request(name, 'b', { key: 'b' });
    expect([await queue.isReady(), await queue.depth(name)]).toEqual([false, 0]);
    expect(events).toHaveLength(2);
  });

  it('does not wait for ever for work that does not stop', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let began = false;
    const queue = await first(async () => {
      began = true;
      await held;
    });
    await queue.request(name, 'a', { key: 'a' });
    await eventually(() => began);
    const since = performance.now();
    await queue.beforeApplicationShutdown();
    expect(performance.now() - since).toBeLessThan(8_000);
    letGo();
  });

  it('does the work that a copy left behind when it went', async () => {
    const gone = await first(() => Promise.resolve());
    await gone.request(name, 'a', { key: 'a' });
    await gone.beforeApplicationShutdown();
    const done: string[] = [];
    await start(({ key }) => {
      done.push(key);
      return Promise.resolve();
    });
    const present = queues.at(-1);
    await eventually(async () => {
      await present?.request(name, 'a', { key: 'a' });
      return done.length > 0;
    });
  });

  const onServer = triedUnless(withoutServer(), 'sessions of the queue that end', it);

  onServer('goes on at once, however often the sessions of its pool end', async () => {
    const done = new Set<string>();
    const queue = await first(({ key }) => Promise.resolve(void done.add(key)));
    const endSessions = () =>
      stage.orm.em.fork().execute(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name like '% queue'`,
      );
    for (let time = 0; time < 15; time++) {
      const asked = Array.from({ length: 6 }, () => queue.request(name, 'lost', { key: 'lost' }));
      await Promise.allSettled([...asked, endSessions()]);
    }
    expect(await queue.isReady()).toBe(true);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => queue.request(name, key, { key })));
    await eventually(() => Promise.resolve(['a', 'b', 'c', 'd', 'e'].every((key) => done.has(key))));
  });
});
