import { register } from 'prom-client';
import { PhoneSystemMetrics } from './phone-system-metrics.js';

const valuesOf = async (metrics: PhoneSystemMetrics): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('what this package counts', () => {
  it('counts by provider and outcome', async () => {
    const metrics = new PhoneSystemMetrics();
    metrics.requested('dialpad', 'ok');
    metrics.requested('dialpad', 'ok');
    metrics.requested('dialpad', 'slowDown');
    metrics.left('dialpad', 'calls', 250);
    metrics.refreshed('dialpad', 'refused');
    metrics.recordsStored('dialpad', 20);
    metrics.recordsRejected('dialpad', 1);
    metrics.delivered('dialpad', 'too-large');
    metrics.looked('lost', 2);
    expect(await valuesOf(metrics)).toEqual([
      'phone_system_vendor_requests_total{provider="dialpad",outcome="ok"} 2',
      'phone_system_vendor_requests_total{provider="dialpad",outcome="slowDown"} 1',
      'phone_system_vendor_budget_requests_total{provider="dialpad",budget="calls"} 1',
      'phone_system_vendor_budget_wait_seconds_total{provider="dialpad",budget="calls"} 0.25',
      'phone_system_token_refreshes_total{provider="dialpad",outcome="refused"} 1',
      'phone_system_records_stored_total{provider="dialpad"} 20',
      'phone_system_records_rejected_total{provider="dialpad"} 1',
      'phone_system_webhook_deliveries_total{provider="dialpad",outcome="too-large"} 1',
      'phone_system_looks_total{outcome="lost"} 2',
    ]);
  });

  it('counts how long jobs waited, in steps from nothing to minutes', async () => {
    const metrics = new PhoneSystemMetrics();
    metrics.waitedInQueue('fetch', 0.3);
    metrics.waitedInQueue('fetch', 40);
    const lines = await valuesOf(metrics);
    expect(lines).toEqual(
      expect.arrayContaining([
        'phone_system_queue_wait_seconds_bucket{le="0.1",queue="fetch"} 0',
        'phone_system_queue_wait_seconds_bucket{le="0.5",queue="fetch"} 1',
        'phone_system_queue_wait_seconds_bucket{le="60",queue="fetch"} 2',
        'phone_system_queue_wait_seconds_sum{queue="fetch"} 40.3',
        'phone_system_queue_wait_seconds_count{queue="fetch"} 2',
      ]),
    );
  });

  it("leaves the process's own registry to the host, also where two applications run in one process", async () => {
    for (const metrics of [new PhoneSystemMetrics(), new PhoneSystemMetrics()]) metrics.recordsStored('dialpad', 1);
    expect(await register.metrics()).not.toContain('phone_system');
  });

  it('reads a gauge anew each time, and forgets what is no longer there', async () => {
    const metrics = new PhoneSystemMetrics();
    let samples = [
      { labels: { status: 'connected' }, value: 2 },
      { labels: { status: 'stopped' }, value: 1 },
    ];
    metrics.measure({ name: 'connections', help: 'Connections.', labels: ['status'], read: async () => samples });
    expect(await valuesOf(metrics)).toEqual([
      'phone_system_connections{status="connected"} 2',
      'phone_system_connections{status="stopped"} 1',
    ]);
    samples = [{ labels: { status: 'connected' }, value: 3 }];
    expect(await valuesOf(metrics)).toEqual(['phone_system_connections{status="connected"} 3']);
  });

  it('leaves out what cannot be read, and tells the rest', async () => {
    const metrics = new PhoneSystemMetrics();
    const away = (): Promise<never> => Promise.reject(new Error('The database is away.'));
    metrics.measure({ name: 'connections', help: 'Connections.', labels: ['status'], read: away });
    metrics.measure({ name: 'days', help: 'Days.', labels: [], read: away });
    metrics.recordsStored('dialpad', 1);
    expect(await valuesOf(metrics)).toEqual(['phone_system_records_stored_total{provider="dialpad"} 1']);
  });
});
