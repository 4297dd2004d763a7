import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { AlertSink } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import type { Queue } from '../queue/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { tenantsToPublish, tenantsWithWork } from '../scoring/index.js';
import { AlertWatch } from './alert-watch.service.js';
import { AlertJob } from './alert.job.js';
import { Gauges } from './gauges.service.js';
import { PhoneSystemHealth } from './phone-system-health.service.js';

const DAY = 24 * 3_600_000;
const registry = { find: () => undefined } as unknown as PhoneSystemRegistry;
const queue = { isReady: () => Promise.resolve(true), depth: () => Promise.resolve(0) } as unknown as Queue;

describe('the looks at what is wrong and what is due', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('read no round, window or call: they cost the same however many of them are stored', async () => {
    const em = stage.tenants.acrossTenants();
    const connections = Array.from({ length: 20 }, (_, at) =>
      aConnection(`tenant-${at}`, { completeUntil: new Date(Date.now() - at * DAY), lastDifference: at }),
    );
    for (const each of connections) await stage.tenants.of(each.tenantId).persist(each).flush();
    const sink: AlertSink = { deliver: () => Promise.resolve() };
    const metrics = new PhoneSystemMetrics();
    new Gauges(stage.tenants, queue, metrics).onModuleInit();
    const job = new AlertJob(stage.tenants, registry, sink);
    const watch = new AlertWatch(stage.tenants, registry, stage.settings, sink);
    const look = async (): Promise<unknown[]> => {
      await watch.watch(new Date());
      const health = await new PhoneSystemHealth(stage.orm, stage.tenants, queue).connections();
      return [
        await job.due(),
        health.map(({ alerts }) => alerts),
        (await metrics.text()).split('\n').filter((line) => /^phone_system_(?!lag)/.test(line)),
        await tenantsWithWork(stage.tenants),
        await tenantsToPublish(stage.tenants),
      ];
    };
    const before = await look();
    expect(JSON.stringify(before)).toContain(
      'phone_system_reconciliation_difference{provider=\\"example-phone\\"} 190',
    );

    const tables = ['round', 'fetch_window', 'call_record'];
    for (const table of tables) await em.execute(`alter table phone_system.${table} rename to no_${table}`);
    try {
      expect(await look()).toEqual(before);
    } finally {
      for (const table of tables) await em.execute(`alter table phone_system.no_${table} rename to ${table}`);
    }
  });
});
