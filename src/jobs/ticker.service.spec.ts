import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import type { OnBegun, Queue } from '../queue/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import type { AlertWatch } from './alert-watch.service.js';
import type { AlertJob } from './alert.job.js';
import type { BoundJob } from './bound.job.js';
import type { DeliverJob } from './deliver.job.js';
import type { FetchJob } from './fetch.job.js';
import type { PublishJob } from './publish.job.js';
import type { KeepGrantsJob } from './keep-grants.job.js';
import type { RenewJob } from './renew.job.js';
import type { RetentionJob } from './retention.job.js';
import type { ScoreJob } from './score.job.js';
import { Ticker } from './ticker.service.js';

const ALERTED = { tenantId: 'acme', connectionId: randomUUID() };

describe('waking up each second', () => {
  let stage: Stage;
  let ticker: Ticker;
  let connection: ConnectionEntity;
  /** What was asked of the queue, with whose turn it is. */
  let asked: string[];
  let offered: string[];
  let watched: number;
  let metrics: PhoneSystemMetrics;
  /** What the queue does when it is asked. */
  let answer: () => Promise<void>;
  const fetch = { name: 'fetch', backoff: new Backoff() };
  const score = { name: 'score', backoff: new Backoff() };
  const bound = { name: 'bound', backoff: new Backoff() };
  const retention = { name: 'retention', backoff: new Backoff() };

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    Logger.overrideLogger(false);
    await stage.tenants.acrossTenants().execute('delete from phone_system.connection');
    await stage.tenants.acrossTenants().execute('delete from phone_system.changed_employee_day');
    connection = aConnection(randomUUID());
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    [asked, offered, watched] = [[], [], 0];
    metrics = new PhoneSystemMetrics();
    answer = () => Promise.resolve();
    const queue = {
      start: (definitions: readonly { readonly name: string }[], onBegun: OnBegun) => {
        onBegun('fetch', 3);
        offered = definitions.map(({ name }) => name);
        return Promise.resolve();
      },
      request: (name: string, key: string) => {
        asked.push(`${name} ${key}`);
        return answer();
      },
    };
    const alertWatch = { watch: () => Promise.resolve(void (watched += 1)) };
    const deliver = { name: 'deliver', due: () => Promise.resolve([{ connectionId: ALERTED.connectionId }]) };
    const publish = { name: 'publish', due: () => Promise.resolve([{ tenantId: 'tenant-with-a-score' }]) };
    const alert = { name: 'alert', due: () => Promise.resolve([ALERTED]) };
    const keepGrants = { name: 'keep-grants', due: () => Promise.resolve([]) };
    const renew = { name: 'renew', due: () => Promise.resolve([{ connectionId: 'connection-that-lapses' }]) };
    ticker = new Ticker(
      stage.tenants,
      queue as unknown as Queue,
      fetch as FetchJob,
      deliver as unknown as DeliverJob,
      score as ScoreJob,
      publish as unknown as PublishJob,
      alertWatch as unknown as AlertWatch,
      alert as unknown as AlertJob,
      retention as RetentionJob,
      bound as BoundJob,
      renew as unknown as RenewJob,
      keepGrants as unknown as KeepGrantsJob,
      metrics,
      new SchedulerRegistry(),
    );
  });

  afterEach(async () => {
    await ticker.onModuleDestroy();
  });

  const aMarkedDay = async (tenantId: string): Promise<void> => {
    await stage.tenants
      .of(tenantId)
      .execute(
        `insert into phone_system.changed_employee_day (tenant_id, employee_id, day, changes) values (?, 'e1', '2026-11-20', 1)`,
        [tenantId],
      );
  };
  const askedFor = (name: string): string[] => asked.filter((each) => each.startsWith(`${name} `));

  it('does nothing before the host has started: the queue is not there yet', async () => {
    await ticker.tick();
    expect(asked).toEqual([]);
  });

  describe('once the host has started', () => {
    beforeEach(async () => {
      await ticker.onApplicationBootstrap();
    });

    it('has offered every kind of work to the queue', () => {
      expect(offered).toEqual([
        'fetch',
        'deliver',
        'score',
        'publish',
        'alert',
        'retention',
        'bound',
        'renew',
        'keep-grants',
      ]);
    });

    it('counts how long jobs waited', async () => {
      expect(await metrics.text()).toContain('phone_system_queue_wait_seconds_sum{queue="fetch"} 3\n');
    });

    it('asks for whatever has work: a connection, a delivery, a tenant with marked days, an alert', async () => {
      await aMarkedDay('tenant-with-a-day');
      await ticker.tick();
      expect(askedFor('fetch')).toEqual([`fetch ${connection.id}`]);
      expect(askedFor('score')).toEqual(['score tenant-with-a-day']);
      expect(askedFor('publish')).toEqual(['publish tenant-with-a-score']);
      expect(askedFor('alert')).toEqual([`alert ${ALERTED.connectionId}`]);
      expect(askedFor('deliver')).toEqual([`deliver ${ALERTED.connectionId}`]);
    });

    it('asks for nothing that has no work', async () => {
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, {}, { wakeAt: new Date(Date.now() + 60_000) });
      await ticker.tick();
      expect([...askedFor('fetch'), ...askedFor('score')]).toEqual([]);
    });

    it('leaves what has just failed in peace, and asks for everything else', async () => {
      const other = aConnection(randomUUID());
      await stage.tenants.of(other.tenantId).persist(other).flush();
      fetch.backoff.failed(connection.id);
      await ticker.tick();
      expect(askedFor('fetch')).toEqual([`fetch ${other.id}`]);
    });

    it('looks for what to tell the host only now and then', async () => {
      await ticker.tick();
      await ticker.tick();
      expect(watched).toBe(1);
      expect(askedFor('alert')).toHaveLength(2);
    });

    it('goes on with the next second after one that failed, and says why', async () => {
      const warnings: string[] = [];
      Logger.overrideLogger({ warn: (line: object) => warnings.push(String(line)), log: () => 0, error: () => 0 });
      answer = () => Promise.reject(new Error('the database is gone'));
      await expect(ticker.tick()).resolves.toBeUndefined();
      expect(warnings).toEqual([expect.stringContaining('the database is gone')]);
      answer = () => Promise.resolve();
      asked = [];
      await ticker.tick();
      expect(askedFor('fetch')).toEqual([`fetch ${connection.id}`]);
    });

    it('is not overtaken by the next second, and is waited for at the end; after that it asks no more', async () => {
      let letGo = (): void => undefined;
      answer = () => new Promise((resolve) => (letGo = resolve));
      const first = ticker.tick();
      await ticker.tick();
      while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(asked).toHaveLength(1);
      let ended = false;
      const end = ticker.onModuleDestroy().then(() => (ended = true));
      await new Promise((resolve) => setImmediate(resolve));
      expect(ended).toBe(false);
      answer = () => Promise.resolve();
      letGo();
      await Promise.all([first, end]);
      asked = [];
      await ticker.tick();
      expect(asked).toEqual([]);
    });
  });
});
