import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { aCall } from '../../test/support/stored-rows.js';
import { defaultRules } from './rules.js';

const DAY_MS = 86_400_000;
const DAY = '2026-03-03';
/** What an `int` holds. */
const INT = 2_147_483_647;

describe('days with more talk than an int of milliseconds holds', () => {
  let house: ScoringHouse;

  beforeAll(async () => {
    house = await ScoringHouse.open();
    house.terms = { ...house.terms, timeZone: 'UTC' };
  });
  afterAll(() => house.close());

  /** So many calls at once, each by itself, that last so many milliseconds from midnight on. */
  const busy = async (calls: number, lengthMs: number, rules = {}): Promise<ScoredTenant> => {
    const tenant = await house.tenant();
    await tenant.employee('ann', 'Ann');
    await tenant.map('ann', 'u-ann');
    const caller = { tenantId: tenant.id, employeeId: 'ann', role: 'admin' as const };
    await house.rules.save(caller, {
      effectiveFrom: '2020-01-01',
      ...defaultRules,
      overlap: 'conversation',
      ...rules,
    });
    const until = new Date(Date.parse(`${DAY}T00:00:00Z`) + lengthMs).toISOString();
    await house.tenants.transaction(tenant.id, async (em) => {
      for (let made = 0; made < calls; made++) {
        const call = aCall(tenant.connection, 'u-ann', `${DAY}T00:00:00Z`, until);
        await tenant.writeCall(em, Object.assign(call, { conversationId: randomUUID() }));
      }
    });
    return tenant;
  };

  const told = async (tenant: ScoredTenant) => {
    await tenant.publish();
    const { score, countedSeconds, inputs } = await house.days.day(tenant.id, 'ann', DAY);
    const [total] = (await house.days.days(tenant.id, 'ann', DAY, DAY)).items;
    const [published] = house.sink.of(tenant.id).slice(-1);
    return { score, countedSeconds, inputs: inputs.length, total, published };
  };

  it('scores 26 calls of a whole day, and tells all of it everywhere', async () => {
    const tenant = await busy(26, DAY_MS);
    expect(await tenant.score()).toBeGreaterThan(0);
    expect(await told(tenant)).toMatchObject({
      score: 26 * 1_440,
      countedSeconds: 26 * 86_400,
      inputs: 26,
      total: { score: 26 * 1_440, countedSeconds: 26 * 86_400, inputs: 26 },
      published: { score: '37440.00', countedMs: 26 * DAY_MS },
    });
  });

  it('tells all of it while the day waits to be scored again, and when it is scored again', async () => {
    const tenant = await busy(30, DAY_MS);
    await tenant.score();
    await tenant.writeCall(tenant.em, aCall(tenant.connection, 'u-ann', `${DAY}T00:00:00Z`, `${DAY}T00:01:00Z`));
    expect(await told(tenant)).toMatchObject({ countedSeconds: 30 * 86_400, total: { countedSeconds: 30 * 86_400 } });
    await tenant.score();
    expect(await told(tenant)).toMatchObject({
      countedSeconds: 30 * 86_400 + 60,
      total: { countedSeconds: 30 * 86_400 + 60 },
      published: { revision: 2, countedMs: 30 * DAY_MS + 60_000 },
    });
    await tenant.em.execute(`insert into phone_system.changed_employee_day values (?, 'ann', ?, 1)`, [tenant.id, DAY]);
    await tenant.score();
    expect(await tenant.stored('ann', DAY)).toMatchObject({ revision: 2 });
  });

  it('is exact around what an int holds, for the dearest rules and for the cheapest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom(DAY_MS, 71_582_788, 53_687_091, 1),
        fc.constantFrom({}, { pointsPerMinute: 1000, weights: { inbound: 1000, outbound: 1000, internal: 1000 } }),
        async (calls, lengthMs, rules) => {
          const tenant = await busy(calls, lengthMs, rules);
          await tenant.score();
          const countedMs = calls * lengthMs;
          const factor = 'weights' in rules ? 1_000_000 : 1;
          const score = new Decimal(countedMs).times(factor).div(60_000).toFixed(2);
          expect(await told(tenant)).toMatchObject({
            score: Number(score),
            countedSeconds: countedMs / 1000,
            total: { score: Number(score), countedSeconds: countedMs / 1000, inputs: calls },
            published: { score, countedMs },
          });
        },
      ),
      {
        numRuns: 12,
        examples: [
          [40, 53_687_091, {}],
          [30, 71_582_788, {}],
        ],
      },
    );
    expect(40 * 53_687_091).toBeLessThan(INT);
  });
});
