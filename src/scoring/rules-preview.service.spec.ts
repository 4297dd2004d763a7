import { ScoringHouse, type ScoredTenant } from '../../test/support/scoring-house.js';
import type { Caller } from '../contract/index.js';
import { ChangedEmployeeDayEntity, DayScoreEntity, RulesVersionEntity } from '../storage/index.js';
import { addDays, type Day, dayOf } from '../support/days.js';
import { defaultRules, type RulesVersion } from './rules.js';

describe('rules that are tried', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  const today = dayOf(new Date(), 'America/New_York');
  const ago = (days: number): Day => addDays(today, -days);
  const draft = (more: Partial<RulesVersion> = {}): RulesVersion => ({
    ...defaultRules,
    effectiveFrom: '2020-01-01',
    ...more,
  });

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant();
    await tenant.map('ann', 'u-ann');
    await tenant.map('bob', 'u-bob');
  });

  const talk = (line: string, day: Day, minutes: number) =>
    tenant.call(line, `${day}T18:00:00Z`, new Date(Date.parse(`${day}T18:00:00Z`) + minutes * 60_000).toISOString());
  const saver = (): Caller => ({ tenantId: tenant.id, employeeId: 'ann', role: 'admin' });
  const storedSums = async (): Promise<Record<string, number>> => {
    const rows = await tenant.em.find(DayScoreEntity, { day: { $gte: ago(29), $lte: today } });
    const sums: Record<string, number> = {};
    for (const { employeeId, score } of rows) sums[employeeId] = (sums[employeeId] ?? 0) + Number(score);
    return sums;
  };

  it('show the last thirty days as they are and as they would be, today included', async () => {
    await talk('u-ann', ago(30), 100);
    await talk('u-ann', ago(29), 10);
    await talk('u-ann', ago(1), 5);
    await talk('u-bob', ago(1), 20);
    await tenant.employee('cal', 'Cal Diaz');
    await tenant.score();

    const { items: effects } = await house.preview.effects(tenant.id, draft({ pointsPerMinute: 1.5, dailyCap: 20 }));

    expect(effects).toEqual([
      { employeeId: 'ann', old: 15, new: 22.5 },
      { employeeId: 'bob', old: 20, new: 20 },
      { employeeId: 'cal', old: 0, new: 0 },
    ]);
  });

  it('are tried on 500 people at a time, who together are everybody once', async () => {
    await tenant.em.execute(
      `insert into phone_system.employee (tenant_id, id, name, emails, phones, active)
       select ?, 'p' || to_char(n, 'FM0000'), 'Person', '[]', '[]', true from generate_series(1, 1100) n`,
      [tenant.id],
    );
    await tenant.map('p0900', 'u-late');
    await talk('u-late', ago(1), 10);
    await talk('u-bob', ago(1), 20);
    await tenant.score();

    const parts = [await house.preview.effects(tenant.id, draft({ pointsPerMinute: 2 }))];
    for (let { next } = parts[0]!; next !== null; { next } = parts.at(-1)!) {
      parts.push(await house.preview.effects(tenant.id, draft({ pointsPerMinute: 2 }), next));
    }

    expect(parts.map(({ items, people }) => [items.length, people])).toEqual([
      [500, 1100],
      [500, 1100],
      [101, 1100],
    ]);
    const items = parts.flatMap((part) => part.items);
    expect(new Set(items.map(({ employeeId }) => employeeId)).size).toBe(1101);
    expect(items.filter((it) => it.new !== it.old)).toEqual([
      { employeeId: 'bob', old: 20, new: 40 },
      { employeeId: 'p0900', old: 10, new: 20 },
    ]);
  });

  it('leave a day as it is that cannot be scored, and try all others', async () => {
    const odd = await talk('u-ann', ago(2), 10);
    await talk('u-ann', ago(1), 5);
    await talk('u-bob', ago(1), 20);
    await tenant.score();
    await tenant.em.execute(`update phone_system.call_record set connected_at = 'infinity' where id = ?`, [odd.id]);

    const { items } = await house.preview.effects(tenant.id, draft({ pointsPerMinute: 2 }));

    expect(items).toEqual([
      { employeeId: 'ann', old: 15, new: 20 },
      { employeeId: 'bob', old: 20, new: 40 },
    ]);
  });

  it.each([
    [
      'weights and a cap',
      { pointsPerMinute: 0.333, weights: { inbound: 1.25, outbound: 1, internal: 1 }, dailyCap: 3 },
    ],
    ['a shortest talk', { shortestTalkSeconds: 301 }],
    ['points per call', { pointsPerCall: 2.5 }],
    ['another day from which they hold', { pointsPerMinute: 3, effectiveFrom: ago(2) }],
    ['a day that is still to come', { pointsPerMinute: 3, effectiveFrom: addDays(today, 1) }],
    ['a day before which other rules end', { pointsPerMinute: 3, effectiveFrom: ago(25) }],
    ['a day whose rules they replace', { pointsPerMinute: 3, effectiveFrom: ago(4) }],
  ] as const)('foretell exactly what saving them brings: %s', async (_what, some) => {
    for (const [line, days, minutes] of [
      ['u-ann', 1, 5],
      ['u-ann', 3, 7],
      ['u-ann', 28, 11],
      ['u-bob', 2, 13],
      ['u-bob', 4, 4],
    ] as const) {
      await talk(line, ago(days), minutes);
    }
    // Over midnight in New York, into a day of other rules.
    await tenant.call('u-ann', `${ago(4)}T04:50:00Z`, `${ago(4)}T05:20:00Z`);
    await house.rules.save(saver(), draft({ effectiveFrom: ago(4), pointsPerMinute: 2 }));
    await tenant.score();
    const before = await storedSums();

    const { items: effects } = await house.preview.effects(tenant.id, draft(some));
    await house.rules.save(saver(), draft(some));
    await tenant.score();

    const after = await storedSums();
    expect(Object.fromEntries(effects.map((it) => [it.employeeId, it.old]))).toEqual(before);
    expect(Object.fromEntries(effects.map((it) => [it.employeeId, it.new]))).toEqual(after);
  });

  it.each([8, 20, 31])(
    'foretell of a call of %i days what saving them brings, whichever of its days they are tried on',
    async (days) => {
      const ends = `${ago(2)}T18:00:00Z`;
      await tenant.call('u-ann', new Date(Date.parse(ends) - days * 86_400_000).toISOString(), ends);
      await talk('u-ann', ago(3), 30);
      while ((await house.scorer.waiting(tenant.id)) > 0) await tenant.score();
      for (const effectiveFrom of ['2020-01-01', ago(4), ago(2)]) {
        const rules = draft({ pointsPerMinute: 3, effectiveFrom });
        const { items } = await house.preview.effects(tenant.id, rules);
        await house.rules.save(saver(), rules);
        while ((await house.scorer.waiting(tenant.id)) > 0) await tenant.score();
        expect(items.find(({ employeeId }) => employeeId === 'ann')?.new).toBeCloseTo((await storedSums())['ann'] ?? 0);
        await house.rules.save(saver(), { ...rules, pointsPerMinute: 1 });
        while ((await house.scorer.waiting(tenant.id)) > 0) await tenant.score();
      }
    },
  );

  it('leave frozen days as they are, and say which, as saving them does', async () => {
    await talk('u-ann', ago(20), 10);
    await talk('u-ann', ago(1), 5);
    await tenant.score();
    await tenant.em.execute(
      'update phone_system.day_score set frozen_at = now(), answer = null where tenant_id = ? and day = ?',
      [tenant.id, ago(20)],
    );
    await tenant.em.execute('delete from phone_system.call_record where tenant_id = ? and started_at < ?', [
      tenant.id,
      ago(10),
    ]);

    const trial = await house.preview.effects(tenant.id, draft({ pointsPerMinute: 3 }));
    expect(trial).toMatchObject({ items: expect.any(Array), frozenDays: [ago(20)] });
    expect(trial.items).toContainEqual({ employeeId: 'ann', old: 15, new: 25 });
    await house.rules.save(saver(), draft({ pointsPerMinute: 3 }));
    await tenant.score();
    expect(await storedSums()).toEqual({ ann: 25 });

    const later = await house.preview.effects(tenant.id, draft({ effectiveFrom: ago(10) }));
    expect(later.frozenDays).toEqual([]);
  });

  it('are not saved, and mark nothing', async () => {
    await talk('u-ann', ago(1), 10);
    await tenant.score();

    await house.preview.effects(tenant.id, draft({ pointsPerMinute: 9 }));

    expect(await tenant.em.count(RulesVersionEntity, {})).toBe(0);
    expect(await tenant.em.count(ChangedEmployeeDayEntity, {})).toBe(0);
    expect(await tenant.stored('ann', ago(1))).toMatchObject({ score: '10.00', revision: 1 });
  });
});
