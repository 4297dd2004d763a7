import fc from 'fast-check';

const USUAL_WORLDS = 200;

/** How many worlds a law is tried on: 200, or as many as `WORLDS` says. */
export const worldCount = Number(process.env['WORLDS'] ?? USUAL_WORLDS);

/** What a world may take at most, also on a busy machine, with the database in it. */
const SLOWEST_MS = 5_000;

/** How dear the worlds of a law are. */
interface PriceOfWorlds {
  /** How many are tried where `WORLDS` says nothing. */
  readonly usual: number;
  /** What one may take at most. */
  readonly slowestMs: number;
  /** Whether a world in which it does not hold is made smaller only where `SHRINK` is set: that takes many worlds. */
  readonly shrinksOnRequest?: boolean;
}

/**
 * A test that something holds in every world. It prints how many worlds it saw, from which seed; a world in which it
 * does not hold is made as small as it gets and printed as a literal that can be pasted into a test.
 */
export function law<T>(
  name: string,
  worlds: fc.Arbitrary<T>,
  holds: (world: T) => Promise<void> | void,
  { usual, slowestMs, shrinksOnRequest = false }: PriceOfWorlds = { usual: USUAL_WORLDS, slowestMs: SLOWEST_MS },
): void {
  const numRuns = Number(process.env['WORLDS'] ?? usual);
  const endOnFailure = shrinksOnRequest && process.env['SHRINK'] === undefined;
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
    await fc.assert(property, { numRuns, asyncReporter, endOnFailure, ...replayed() });
    process.stderr.write(`Law held in ${seen} worlds (seed ${from}): ${name}\n`);
  };
  it(name, promise, Math.max(60_000, numRuns * slowestMs));
}

/** A world that was printed is tried again with `SEED` and `PATH_TO_WORLD`. */
function replayed(): { readonly seed?: number; readonly path?: string } {
  const { SEED: seed, PATH_TO_WORLD: path } = process.env;
  return { ...(seed && { seed: Number(seed) }), ...(path && { path }) };
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
