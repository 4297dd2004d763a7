import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { OVERALL_BUDGET, Secret } from '../contract/index.js';
import { RequestBudget } from './request-budget.service.js';
import { isWithinOverall, latestMs, type Senders } from './slot-spacing.js';

const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
const LIMIT = { requests: 20, perMs: 1_000 };
const { descriptor } = providerOf(client, {
  budgets: { [OVERALL_BUDGET]: LIMIT, calls: { requests: 1_200, perMs: 60_000 } },
});
/** Slots are stored in whole milliseconds. */
const ROUNDING = 2;

/** A slot as its row told it, with time that was made to pass. */
interface Slot {
  readonly copy: number;
  readonly at: number;
  readonly senders: Senders;
}

/** A copy takes a slot, or milliseconds pass. */
type Step = { readonly copy: number } | { readonly passes: number };

const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ copy: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ copy: fc.constant(1) }) },
    { weight: 1, arbitrary: fc.record({ passes: fc.integer({ min: 1, max: 15_000 }) }) },
  ),
  { minLength: 20, maxLength: 60 },
);

describe('the slots of one copy and of several', () => {
  let stage: Stage;
  let copies: readonly RequestBudget[];
  let account: string;
  let passed: number;

  beforeAll(async () => {
    stage = await openStage();
    copies = [new RequestBudget(stage.tenants), new RequestBudget((await stage.anotherCopy()).tenants)];
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    begin();
  });

  const begin = (): void => {
    account = `loopback:${randomUUID()}`;
    passed = 0;
  };

  const execute = async <T>(sql: string, values: unknown[]): Promise<T[]> =>
    await stage.tenants.acrossTenants().execute<T[]>(sql, values);

  const pass = async (ms: number): Promise<void> => {
    passed += ms;
    await execute(
      `update phone_system.request_slot set next_at = next_at - ?::int * interval '1 millisecond',
         shared_until = shared_until - ?::int * interval '1 millisecond' where account = ?`,
      [ms, ms, account],
    );
  };

  const take = async (copy: number): Promise<Slot> => {
    const taken = await copies[copy]?.take(account, descriptor, 'calls');
    const [row] = await execute<{ at: number }>(
      `select (extract(epoch from next_at) * 1000)::float8 as at from phone_system.request_slot where account = ? and budget = ?`,
      [account, OVERALL_BUDGET],
    );
    return { copy, at: (row?.at ?? NaN) + passed, senders: taken?.senders ?? 'one copy' };
  };

  const takeMany = async (copy: number, count: number): Promise<Slot[]> => {
    const slots: Slot[] = [];
    for (let index = 0; index < count; index++) slots.push(await take(copy));
    return slots;
  };

  it('never lets two copies together pass the limit, however late each may leave', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan: readonly Step[]) => {
        begin();
        const slots: Slot[] = [];
        for (const step of plan) {
          if ('passes' in step) await pass(step.passes);
          else slots.push(await take(step.copy));
        }
        expect(tooClose(slots)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  /** As many requests as the limit names and one more, of several copies, of which the first may leave late. */
  const tooClose = (slots: readonly Slot[]): readonly (readonly Slot[])[] =>
    slots.flatMap((last, index) => {
      const span = slots.slice(Math.max(0, index - LIMIT.requests), index + 1);
      const [first] = span;
      if (first === undefined || span.length <= LIMIT.requests) return [];
      if (span.every(({ copy }) => copy === first.copy)) return [];
      const leavesBy = first.at + latestMs(descriptor, 'calls', first.senders);
      return last.at - leavesBy < LIMIT.perMs - ROUNDING ? [span] : [];
    });

  it('keeps a thirty-third of the limit free where one copy takes all slots', async () => {
    const slots = await takeMany(0, 201);
    expect(slots.map(({ senders }) => senders)).toEqual(slots.map(() => 'one copy'));
    const spread = (slots.at(-1)?.at ?? NaN) - (slots[0]?.at ?? NaN);
    expect(spread).toBeGreaterThanOrEqual(200 * 50 * 1.028);
    expect(spread).toBeLessThanOrEqual(200 * 50 * 1.032);
  });

  it('lets a second copy begin when the first may not be late any more, and both share from then on', async () => {
    const [last] = (await takeMany(0, 3)).slice(-1);
    const second = await take(1);
    expect(second.at - (last?.at ?? NaN)).toBeGreaterThan(latestMs(descriptor, 'calls', 'one copy'));
    expect(second.senders).toBe('several copies');
    const next = await take(0);
    expect(next.senders).toBe('several copies');
    expect(next.at - second.at).toBeLessThan(60);
  });

  it('waits for nobody who sent a while ago, and shares with nobody who sends no more', async () => {
    await takeMany(0, 3);
    await pass(2_000);
    expect((await take(1)).senders).toBe('one copy');
    expect((await take(0)).senders).toBe('several copies');
    await pass(8_000);
    expect((await take(1)).senders).toBe('several copies');
    await pass(8_000);
    expect((await take(0)).senders).toBe('several copies');
    await pass(15_000);
    expect((await take(0)).senders).toBe('one copy');
  });
});

describe('whether the overall limit keeps a class within its own', () => {
  const limit = fc.record({
    requests: fc.integer({ min: 1, max: 2_000 }),
    perMs: fc.integer({ min: 100, max: 60_000 }),
  });
  const isWithin = (overall: typeof LIMIT, calls: typeof LIMIT): boolean =>
    isWithinOverall(providerOf(client, { budgets: { [OVERALL_BUDGET]: overall, calls } }).descriptor, 'calls');

  it('is so only where it holds for bursts that follow each other as closely as they may', () => {
    fc.assert(
      fc.property(limit, limit, (overall, calls) => {
        fc.pre(isWithin(overall, calls));
        const apartMs = overall.perMs * 1.025;
        let inSpan = 0;
        for (let at = 0; at <= calls.perMs; at += apartMs) inSpan += overall.requests;
        expect(inSpan).toBeLessThanOrEqual(calls.requests);
      }),
    );
  });

  it.each([
    [{ requests: 1_200, perMs: 60_000 }, true],
    [{ requests: 20, perMs: 1_000 }, true],
    [{ requests: 1_000, perMs: 1_000 }, true],
    [{ requests: 100, perMs: 60_000 }, false],
    [{ requests: 1_150, perMs: 60_000 }, false],
    [{ requests: 30, perMs: 1_500 }, false],
    [{ requests: 10, perMs: 500 }, false],
  ])('of Dialpad’s twenty a second, %j: %s', (calls, isSo) => {
    expect(isWithin(LIMIT, calls)).toBe(isSo);
  });
});
