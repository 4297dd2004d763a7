import fc from 'fast-check';
import { type Copy, World } from '../../../test/support/copies-in-time.js';
import { OVERALL_BUDGET, type ProviderDescriptor } from '../../contract/index.js';

const MINUTE = 60_000;
const BUDGETS = {
  [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
  lists: { requests: 120, perMs: 10_000 },
  details: { requests: 3, perMs: 1_000 },
  pool: { requests: 110, perMs: 20_000, pool: true },
} as const satisfies ProviderDescriptor['budgets'];
const KINDS = [['pool'], ['lists', 'pool'], ['details']] as const;

const pauses = fc.array(fc.record({ copy: fc.nat(2), from: fc.nat(MINUTE), ms: fc.nat(5_000) }), {
  minLength: 40,
  maxLength: 40,
});
/** One request after the other, for a while. */
const lanes = fc.array(
  fc.record({ copy: fc.nat(2), kind: fc.constantFrom(...KINDS), from: fc.nat(MINUTE), ms: fc.nat(MINUTE) }),
  { minLength: 20, maxLength: 40 },
);

/** A lane of a copy. What has to rest is tried again. */
async function sends({ time }: World, copy: Copy, kind: readonly string[], from: number, until: number): Promise<void> {
  await time.after(from, copy);
  while (time.now < until) await copy.send(kind).catch(() => time.after(1_000, copy));
}

/** Limits that were passed, as their vendor counts. */
const passed = (world: World, budgets: ProviderDescriptor['budgets']): string[] =>
  Object.entries(budgets).flatMap(([name, { requests, perMs }]) =>
    world.most(name, perMs) > requests ? [`${name}: ${world.most(name, perMs)} in ${perMs} ms`] : [],
  );

describe('the requests of an account', () => {
  it('never pass a limit as the vendor counts it, whatever three copies send and however often they stand still', async () => {
    await fc.assert(
      fc.asyncProperty(pauses, lanes, fc.nat(), async (stops, work, seed) => {
        const world = new World(seed, 20, BUDGETS);
        world.slowPercent = 2;
        const copies = [0, 1, 2].map((index) => world.copy(stops.filter(({ copy }) => copy === index)));
        for (const { copy, kind, from, ms } of work) void sends(world, copies[copy]!, kind, from, from + ms);
        await world.time.run(2 * MINUTE);
        expect(passed(world, BUDGETS)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('are taken to have left where they might have, by whoever takes over from a copy that stands still', async () => {
    const budgets = { pool: { requests: 200, perMs: MINUTE, pool: true } } as const;
    for (let from = 300; from <= 1_500; from += 100) {
      const world = new World(from, 20, budgets);
      const [first, second] = [world.copy([{ from, ms: MINUTE }]), world.copy([])];
      for (let lane = 0; lane < 40; lane++) void sends(world, first, ['pool'], 0, MINUTE);
      for (let lane = 0; lane < 8; lane++) void sends(world, second, ['pool'], from + 100, MINUTE);
      await world.time.run(MINUTE);
      expect(passed(world, budgets)).toEqual([]);
      expect(world.arrivals.length).toBeGreaterThan(90);
    }
  });

  it('are written down once a second, and not each, and of all that is sent in a day a hundred numbers are left', async () => {
    const budgets = {
      [OVERALL_BUDGET]: { requests: 20, perMs: 1_000 },
      day: { requests: 30_000, perMs: 1_440 * MINUTE, pool: true },
    } as const;
    const world = new World(1, 0, budgets);
    const copy = world.copy([]);
    for (let lane = 0; lane < 6; lane++) void sends(world, copy, ['day'], 0, 10 * MINUTE);
    await world.time.run(10 * MINUTE);
    expect(world.arrivals.length).toBeGreaterThan(11_000);
    expect(world.database.writes).toBeLessThan(620);
    const { used } = world.database.read();
    expect(used['day']!.sent.length).toBeLessThan(120);
    expect(used['day']!.sent.reduce((sum, [, requests]) => sum + requests, 0)).toBeGreaterThanOrEqual(
      world.arrivals.length,
    );
  });

  it('use a limit to a thirtieth, while one copy sends', async () => {
    const world = new World(1, 0, BUDGETS);
    const copy = world.copy([]);
    for (let lane = 0; lane < 8; lane++) void sends(world, copy, ['everything'], 0, MINUTE);
    await world.time.run(MINUTE);
    expect(world.arrivals.length).toBeGreaterThan((60 * 20) / 1.05);
  });

  it('of a copy that has nothing more to send leave the lease, with exactly what was sent', async () => {
    const budgets = { pool: { requests: 50, perMs: MINUTE, pool: true } } as const;
    const world = new World(1, 0, budgets);
    const [first, second] = [world.copy([]), world.copy([])];
    for (let request = 0; request < 20; request++) void first.send(['pool']);
    await world.time.run(5_000);
    expect(world.arrivals).toHaveLength(20);
    for (let lane = 0; lane < 8; lane++) void sends(world, second, ['pool'], 0, 50_000);
    await world.time.run(50_000);
    expect(world.arrivals).toHaveLength(50);
  });
});
