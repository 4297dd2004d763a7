import { jest } from '@jest/globals';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { aCall } from '../../test/support/stored-rows.js';

const minutes = (count: number): number => count * 60_000;

describe('publishing day scores', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    house.sink.refusal = null;
    tenant = await house.tenant();
    await tenant.map('ann', 'u-ann');
    await tenant.map('bob', 'u-bob');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const published = (): string[] =>
    house.sink.of(tenant.id).map((it) => `${it.employeeId} ${it.day} r${it.revision} ${it.score}`);

  it('hands over every day once, in order of employee and day', async () => {
    await tenant.call('u-bob', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const late = await tenant.call('u-ann', '2026-03-03T15:00:00Z', '2026-03-03T15:10:00Z');
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:00:20Z');
    await tenant.score();

    await tenant.publish();
    await tenant.publish();

    expect(published()).toEqual(['ann 2026-03-02 r1 0.33', 'ann 2026-03-03 r1 10.00', 'bob 2026-03-02 r1 10.00']);
    expect(house.sink.of(tenant.id)[1]).toEqual({
      tenantId: tenant.id,
      employeeId: 'ann',
      day: '2026-03-03',
      revision: 1,
      score: '10.00',
      countedMs: 600_000,
      inputs: 1,
      flagged: 0,
      because: [{ rule: 'talk-inbound', points: '10', calls: [late.id] }],
    });
  });

  it('publishes a day that was scored again with a higher revision', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    await tenant.publish();
    await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:10:00Z');
    await tenant.score();
    await tenant.publish();

    expect(published()).toEqual(['ann 2026-03-02 r1 10.00', 'ann 2026-03-02 r2 20.00']);
  });

  it('publishes again what was scored again while the host was taking it', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    const take = house.sink.publish.bind(house.sink);
    jest.spyOn(house.sink, 'publish').mockImplementationOnce(async (scores) => {
      await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:10:00Z');
      await tenant.score();
      await take(scores);
    });

    await tenant.publish();

    expect(published()).toEqual(['ann 2026-03-02 r1 10.00', 'ann 2026-03-02 r2 20.00']);
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ publishedRevision: 2 });
  });

  it('keeps what the host refused, rests a little longer each time, and delivers it after', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    house.sink.refusal = new Error('the score service is being deployed');
    const clock = jest.spyOn(Date, 'now').mockReturnValue(minutes(0));

    await expect(tenant.publish()).rejects.toThrow(
      `The host did not take 1 day scores of tenant ${tenant.id} (the score service is being deployed); ` +
        'they are offered again in 5 seconds.',
    );
    await tenant.publish();
    clock.mockReturnValue(5_000);
    await expect(tenant.publish()).rejects.toThrow('in 10 seconds');
    for (let hour = 1; hour < 10; hour++) {
      clock.mockReturnValue(minutes(60 * hour));
      await expect(tenant.publish()).rejects.toThrow(hour < 5 ? /in \d+ seconds/ : 'in 300 seconds');
    }
    house.sink.refusal = null;
    await tenant.publish();
    expect(published()).toEqual([]);

    clock.mockReturnValue(minutes(60 * 10));
    await tenant.publish();
    expect(published()).toEqual(['ann 2026-03-02 r1 10.00']);
  });

  it('tells how many days wait, since when and why, until the host takes them again', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.call('u-bob', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    expect(await house.publisher.refused(tenant.id)).toBeNull();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(minutes(0));
    house.sink.refusal = new Error('the score service is being deployed');
    await expect(tenant.publish()).rejects.toThrow();
    const first = await house.publisher.refused(tenant.id);
    expect(first).toEqual({ days: 2, since: expect.any(Date), reason: 'the score service is being deployed' });

    house.sink.refusal = new Error('its database is full');
    clock.mockReturnValue(minutes(60));
    await expect(tenant.publish()).rejects.toThrow();
    expect(await house.publisher.refused(tenant.id)).toEqual({ ...first, reason: 'its database is full' });

    house.sink.refusal = null;
    clock.mockReturnValue(minutes(120));
    await tenant.publish();
    expect(await house.publisher.refused(tenant.id)).toBeNull();
  });

  it('repeats nothing that the host’s own database quotes of a score', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    const quoting = new Error("insert into scores values ('Ann Lee') - Failing row contains (Ann Lee).");
    house.sink.refusal = Object.assign(quoting, { code: '23514', constraint: 'score_check' });
    await expect(tenant.publish()).rejects.toThrow(/^(?!.*Ann Lee)/);
    expect(await house.publisher.refused(tenant.id)).toMatchObject({
      reason: 'The database refused it with 23514 (score_check).',
    });
  });

  it('hands over at most 500 at once, and ends after the present ones when it is asked to', async () => {
    await house.tenants.transaction(tenant.id, async (em) => {
      for (let i = 0; i < 510; i++) {
        const start = Date.parse('2024-01-01T15:00:00Z') + i * 86_400_000;
        const [from, to] = [new Date(start).toISOString(), new Date(start + 60_000).toISOString()];
        await tenant.writeCall(em, aCall(tenant.connection, 'u-ann', from, to));
      }
    });
    await tenant.score();
    const ending = new AbortController();
    const before = house.sink.batches.length;
    const take = house.sink.publish.bind(house.sink);
    jest.spyOn(house.sink, 'publish').mockImplementationOnce(async (scores) => {
      await take(scores);
      ending.abort();
    });

    await house.publisher.publish(tenant.id, ending.signal);
    expect(house.sink.batches.slice(before).map((batch) => batch.length)).toEqual([500]);

    await tenant.publish();
    expect(house.sink.batches.slice(before).map((batch) => batch.length)).toEqual([500, 10]);
  });
});
