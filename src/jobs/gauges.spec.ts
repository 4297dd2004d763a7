import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import type { Queue } from '../queue/index.js';
import { AlertEntity, ChangedEmployeeDayEntity } from '../storage/index.js';
import { Gauges } from './gauges.service.js';

const HOUR = 3_600_000;

describe('what the database tells an operator', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  it('is in the metrics, without a name of a tenant or an account', async () => {
    const metrics = new PhoneSystemMetrics();
    const queue = { depth: async (name: string) => name.length } as unknown as Queue;
    new Gauges(stage.tenants, queue, metrics).onModuleInit();
    const behind = aConnection('acme-tenant', { completeUntil: new Date(Date.now() - 2 * HOUR), lastDifference: 3 });
    const others = [
      aConnection('globex-tenant', { completeUntil: new Date() }),
      aConnection('initech-tenant', {
        status: 'stopped',
        connectedAt: new Date(0),
        movedAt: new Date(Date.now() - 3 * HOUR),
      }),
      aConnection('umbrella-tenant', { status: 'disconnected', completeUntil: new Date(0), lastDifference: 50 }),
    ];
    for (const each of [behind, ...others]) await stage.tenants.of(each.tenantId).persist(each).flush();
    const { tenantId, id: connectionId } = behind;
    const em = stage.tenants.of(tenantId);
    em.create(ChangedEmployeeDayEntity, { tenantId, employeeId: 'e1', day: '2026-11-20', changes: 4 });
    const alert = {
      tenantId,
      connectionId,
      kind: 'behind',
      message: '',
      action: 'wait',
      details: {},
      beganAt: new Date(0),
    } as const;
    em.create(AlertEntity, { ...alert, id: randomUUID(), overAt: new Date(1) });
    em.create(AlertEntity, { ...alert, id: randomUUID(), told: 1 });
    await em.flush();

    const text = await metrics.text();
    const lines = text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'phone_system_connections{provider="example-phone",status="connected"} 2',
        'phone_system_connections{provider="example-phone",status="stopped"} 1',
        'phone_system_connections{provider="example-phone",status="disconnected"} 1',
        'phone_system_days_waiting 1',
        'phone_system_alerts_waiting 2',
        'phone_system_reconciliation_difference{provider="example-phone"} 3',
        'phone_system_queue_depth{queue="fetch"} 5',
      ]),
    );
    const lag = Number(/^phone_system_lag_seconds\{provider="example-phone"\} (\S+)$/m.exec(text)?.[1]);
    expect(lag).toBeGreaterThanOrEqual(10_800);
    expect(lag).toBeLessThan(14_000);
    expect(text).not.toMatch(/tenant"|-tenant|Acme/);
  });
});
