/** How much is measured. The defaults are the whole; a share of them runs in about a minute. */
export interface Sizes {
  /** Calls of the fetch under Dialpad's limit. */
  readonly limited: number;
  /** Calls of the same one page at a time. */
  readonly onePage: number;
  /** Calls stored without limit and latency, for the comparison with the bare database. */
  readonly stored: number;
  /** Calls of the fetches whose memory is compared, smallest first; the last one's database serves the steady rounds. */
  readonly memory: readonly number[];
}

/** @throws Error where a size is no number */
export function readSizes(env: NodeJS.ProcessEnv): Sizes {
  const numbers = (name: string, fallback: readonly number[]): readonly number[] => {
    const given = env[name]?.split(',').map(Number) ?? fallback;
    if (given.some((size) => !Number.isInteger(size) || size < 100)) {
      throw new Error(`${name} must be whole numbers of at least 100, separated by commas.`);
    }
    return given;
  };
  const one = (name: string, fallback: number): number => numbers(name, [fallback])[0] ?? fallback;
  return {
    limited: one('BENCH_LIMITED_CALLS', 100_000),
    onePage: one('BENCH_ONE_PAGE_CALLS', 10_000),
    stored: one('BENCH_STORED_CALLS', 100_000),
    memory: numbers('BENCH_MEMORY_CALLS', [10_000, 100_000, 1_000_000]),
  };
}
