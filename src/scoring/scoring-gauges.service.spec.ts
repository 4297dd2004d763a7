import { ScoringHouse } from '../../test/support/scoring-house.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { ScoringGauges } from './scoring-gauges.service.js';

describe('the gauges of scoring', () => {
  let house: ScoringHouse;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  it('show how many scores a host that refuses them has not taken, until it has', async () => {
    const metrics = new PhoneSystemMetrics();
    new ScoringGauges(metrics, house.tenants).onModuleInit();
    const waiting = async () => /^phone_system_day_scores_waiting (\d+)$/m.exec(await metrics.text())?.[1];
    const tenant = await house.tenant();
    await tenant.map('ann', 'u-ann');
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    house.sink.refusal = new Error('the host is down');
    await expect(tenant.publish()).rejects.toThrow('the host is down');
    expect(await waiting()).toBe('1');

    const other = await house.tenant();
    house.sink.refusal = null;
    await other.map('bob', 'u-bob');
    await other.call('u-bob', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await other.score();
    expect(await waiting()).toBe('2');
    await other.publish();
    expect(await waiting()).toBe('1');
  });
});
