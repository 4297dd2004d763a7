import { randomUUID } from 'node:crypto';
import { ScoringHouse, type ScoredTenant } from '../../test/support/scoring-house.js';
import { TenantTermsBook } from '../access/index.js';
import type { CallRecordEntity } from '../storage/index.js';
import { Retention } from '../privacy/retention.service.js';
import { addDays, dayOf } from '../support/days.js';
import { defaultRules } from './rules.js';
import { boundsBook } from '../../test/support/stage.js';

const FIVE_A_CALL = { ...defaultRules, effectiveFrom: '2020-01-01', pointsPerMinute: 0, pointsPerCall: 5 };

/** Ann answers, and somebody is added after midnight, when the first record has ended. */
describe('points per call, once a conversation', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let first: CallRecordEntity;
  const today = dayOf(new Date(), 'UTC');
  const [eve, day] = [addDays(today, -2), addDays(today, -1)];

  beforeAll(async () => {
    house = await ScoringHouse.open();
    house.terms = { ...house.terms, timeZone: 'UTC' };
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    house.terms = { ...house.terms, retentionDays: 1 };
    tenant = await house.tenant();
    await tenant.employee('ann', 'Ann Lee');
    await tenant.map('ann', 'u-ann');
    await save(FIVE_A_CALL);
    const conversationId = randomUUID();
    await tenant.call('u-ann', `${day}T00:05:00Z`, `${day}T00:20:00Z`, { conversationId });
    await scoreAll();
    expect(await scores()).toEqual([undefined, '5.00']);
    first = await tenant.call('u-ann', `${eve}T23:40:00Z`, `${eve}T23:50:00Z`, { conversationId });
    await scoreAll();
  });

  const save = (rules: typeof FIVE_A_CALL) =>
    house.rules.save({ tenantId: tenant.id, employeeId: 'boss', role: 'admin' }, rules);
  const scoreAll = async (): Promise<void> => {
    while ((await house.scorer.waiting(tenant.id)) > 0) await tenant.score();
  };
  const scores = async (who = 'ann') =>
    (await Promise.all([eve, day].map((one) => tenant.stored(who, one)))).map((row) => row?.score);

  it('are earned on the day on which the first record begins, also where that arrives later', async () => {
    expect(await scores()).toEqual(['5.00', '0.00']);
  });

  it('pass to the next record while the first is excluded', async () => {
    const boss = { tenantId: tenant.id, employeeId: 'boss', role: 'admin' as const };
    await house.exclusions.set(boss, first.id, { excluded: true, note: '' });
    await scoreAll();
    expect(await scores()).toEqual(['0.00', '5.00']);
    await house.exclusions.set(boss, first.id, { excluded: false, note: '' });
    await scoreAll();
    expect(await scores()).toEqual(['5.00', '0.00']);
  });

  it('pass to the next record when the first turns out to be another person’s, who earns as well', async () => {
    await tenant.map('bob', 'u-bob');
    await tenant.call('u-bob', first.startedAt.toISOString(), first.endedAt.toISOString(), {
      ...first,
      userExternalId: 'u-bob',
    });
    await tenant.call('u-ann', `${eve}T09:00:00Z`, `${eve}T09:00:01Z`);
    await scoreAll();
    expect(await scores()).toEqual(['5.00', '5.00']);
    expect(await scores('bob')).toEqual(['5.00', undefined]);
  });

  it('pass to the next record when rules of the first day flag it, and its own day’s rules hold', async () => {
    await save({ ...FIVE_A_CALL, effectiveFrom: day, pointsPerCall: 7 });
    await save({ ...FIVE_A_CALL, effectiveFrom: eve, shortestTalkSeconds: 660 });
    await scoreAll();
    expect(await scores()).toEqual(['0.00', '7.00']);
  });

  it('are earned once by each of three who pass a call to and fro', async () => {
    const conversationId = randomUUID();
    for (const [who, from, until] of [
      ['ann', '10:00', '10:05'],
      ['bob', '10:05', '10:20'],
      ['cal', '10:10', '10:20'],
      ['ann', '10:20', '10:30'],
      ['bob', '10:25', '10:30'],
    ] as const) {
      await tenant.map(who, `u-${who}`);
      await tenant.call(`u-${who}`, `${day}T${from}:00Z`, `${day}T${until}:00Z`, { conversationId });
    }
    await scoreAll();
    expect([await scores(), await scores('bob'), await scores('cal')]).toEqual([
      ['5.00', '5.00'],
      [undefined, '5.00'],
      [undefined, '5.00'],
    ]);
  });

  it('are foretold by the preview', async () => {
    const { items } = await house.preview.effects(tenant.id, { ...FIVE_A_CALL, pointsPerCall: 3 });
    expect(items).toEqual([{ employeeId: 'ann', old: 5, new: 3 }]);
  });

  it('are not earned again when the first record’s day is beyond retention', async () => {
    const terms = new TenantTermsBook({ termsOf: () => Promise.resolve(house.terms) }, house.tenants, boundsBook);
    await new Retention(house.tenants, terms, house.scorer).sweep(tenant.id, new Date(), AbortSignal.timeout(60_000));
    expect(await tenant.stored('ann', eve)).toMatchObject({ frozenAt: expect.any(Date) });
    await save(FIVE_A_CALL);
    await scoreAll();
    expect(await scores()).toEqual(['5.00', '0.00']);
  });
});
