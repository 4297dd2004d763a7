import fc from 'fast-check';

/** How many worlds a law is tried on: 200, or as many as `WORLDS` says. */
export const worldCount = Number(process.env['WORLDS'] ?? 200);

/** What a world may take at most, also on a busy machine, with the database in it. */
const SLOWEST_MS = 5_000;

/**
 * A test that something holds in every world. It prints how many worlds it saw, from which seed; a world in which it
 * does not hold is made as small as it gets and printed as a literal that can be pasted into a test.
 */
export function law<T>(name: string, worlds: fc.Arbitrary<T>, holds: (world: T) => Promise<void> | void): void {
  const promise = async (): Promise<void> => {
    let seen = 0;
    const property = fc.asyncProperty(worlds, async (world) => {
      seen++;
      await holds(world);
    });
    let from = 0;
    const asyncReporter = (details: fc.RunDetails<[T]>): Promise<void> => {
      from = details.seed;
      return tellSmallest(details);
    };
    await fc.assert(property, { numRuns: worldCount, asyncReporter });
    process.stderr.write(`Law held in ${seen} worlds (seed ${from}): ${name}\n`);
  };
  it(name, promise, Math.max(60_000, worldCount * SLOWEST_MS));
}

function tellSmallest<T>({ failed, counterexample, seed, counterexamplePath, errorInstance }: fc.RunDetails<[T]>) {
  if (!failed) return Promise.resolve();
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const [world] = counterexample ?? [];
  return Promise.reject(
    new Error(
      `It does not hold in this world (seed ${seed}, path "${counterexamplePath}"):\n\n` +
        `const world = ${fc.stringify(world)};\n\n${why}`,
    ),
  );
}
