import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import type { Caller } from '../contract/index.js';
import { ChangedEmployeeDayEntity } from '../storage/index.js';
import { defaultRules, type ScoringRules } from './rules.js';

describe('the book of rules', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let admin: Caller;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant();
    admin = { tenantId: tenant.id, employeeId: 'ann', role: 'admin' };
    await tenant.map('ann', 'u-ann');
  });

  const save = (effectiveFrom: string, change: Partial<ScoringRules>): Promise<void> =>
    house.rules.save(admin, { effectiveFrom, ...defaultRules, ...change });

  const marked = async (): Promise<string[]> =>
    (await tenant.em.find(ChangedEmployeeDayEntity, {}, { orderBy: { day: 'asc' } })).map(({ day }) => day);

  const scores = async (from: string, to: string): Promise<(number | null)[]> =>
    (await house.days.days(tenant.id, 'ann', from, to)).items.map(({ score }) => score);

  it('begins with one point a minute, since ever', async () => {
    expect(await house.rules.current(tenant.id)).toEqual({
      effectiveFrom: '1970-01-01',
      ...defaultRules,
      versions: [],
      revision: expect.any(String),
    });
  });

  it('is not written over by whoever read an earlier one', async () => {
    const { revision } = await house.rules.current(tenant.id);
    const mine = { effectiveFrom: '2026-03-01', ...defaultRules, pointsPerMinute: 2 };
    await house.rules.save(admin, mine, revision);
    await expect(house.rules.save(admin, { ...mine, pointsPerMinute: 3 }, revision)).rejects.toMatchObject({
      status: 412,
      code: 'rules_changed',
    });
    expect(await house.rules.current(tenant.id)).toMatchObject({ pointsPerMinute: 2 });
    const { revision: now } = await house.rules.current(tenant.id);
    await house.rules.save(admin, { ...mine, pointsPerMinute: 3 }, now);
    expect(await house.rules.current(tenant.id)).toMatchObject({ pointsPerMinute: 3 });
  });

  it('gives back what holds on no day yet, and nothing else', async () => {
    await save('2026-03-01', { pointsPerMinute: 2 });
    await save('2999-03-01', { pointsPerMinute: 9 });
    const { revision } = await house.rules.current(tenant.id);
    await expect(house.rules.withdraw(admin, '2999-03-01', 'another')).rejects.toMatchObject({ status: 412 });
    await house.rules.withdraw(admin, '2999-03-01', revision);
    const current = await house.rules.current(tenant.id);
    expect(current.versions.map(({ effectiveFrom }) => effectiveFrom)).toEqual(['2026-03-01']);
    expect(current.revision).not.toBe(revision);
    await expect(house.rules.withdraw(admin, '2026-03-01')).rejects.toMatchObject({ status: 409, code: 'rules_began' });
    await expect(house.rules.withdraw(admin, '2999-03-01')).rejects.toMatchObject({
      status: 404,
      code: 'unknown_rules',
    });
  });

  it('answers what was saved last, with every version in order; the same day replaces', async () => {
    await save('2026-03-10', { pointsPerMinute: 3 });
    await save('2026-03-01', { pointsPerMinute: 2 });
    await save('2026-03-01', { pointsPerMinute: 2.5, dailyCap: 100 });

    const current = await house.rules.current(tenant.id);

    expect(current).toMatchObject({ effectiveFrom: '2026-03-01', pointsPerMinute: 2.5, dailyCap: 100 });
    expect(current).not.toHaveProperty('savedBy');
    expect(current.versions).toEqual([
      {
        ...defaultRules,
        effectiveFrom: '2026-03-01',
        pointsPerMinute: 2.5,
        dailyCap: 100,
        savedBy: 'ann',
        savedAt: expect.any(String),
      },
      expect.objectContaining({ effectiveFrom: '2026-03-10', pointsPerMinute: 3 }),
    ]);
  });

  it('scores again the days from its own to the next version’s, and no others', async () => {
    for (const day of ['01', '02', '03', '04']) {
      await tenant.call('u-ann', `2026-03-${day}T15:00:00Z`, `2026-03-${day}T15:10:00Z`);
    }
    await tenant.score();
    await save('2026-03-04', { pointsPerMinute: 5 });
    expect(await marked()).toEqual(['2026-03-04']);
    await tenant.score();
    await save('2026-03-02', { pointsPerMinute: 2 });
    expect(await marked()).toEqual(['2026-03-02', '2026-03-03']);

    await tenant.score();

    expect(await scores('2026-03-01', '2026-03-04')).toEqual([10, 20, 20, 50]);
  });

  it('leaves the next version’s days alone, but for calls that began before', async () => {
    await tenant.call('u-ann', '2026-03-03T04:50:00Z', '2026-03-03T05:20:00Z');
    await tenant.call('u-ann', '2026-03-04T15:00:00Z', '2026-03-04T15:10:00Z');
    await tenant.score();
    await save('2026-03-03', { pointsPerMinute: 1 });
    await tenant.score();

    await save('2026-03-02', { shortestTalkSeconds: 3_600 });

    expect(await marked()).toEqual(['2026-03-02', '2026-03-03']);
    await tenant.score();
    expect(await scores('2026-03-02', '2026-03-04')).toEqual([0, 0, 10]);
  });
});
