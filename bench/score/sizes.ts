/** How much is measured. The defaults are the whole. */
export interface Sizes {
  /** Records of the large company; its people have them in thirty days. */
  readonly many: number;
  /** Records of the small company: as many a person and day. */
  readonly few: number;
  /** People of the large company. */
  readonly people: number;
  /** How often one record changes, at each company. */
  readonly changes: number;
  /** Seconds of each of the runs of requests. */
  readonly seconds: number;
}

/** @throws Error where a size is no whole number */
export function readSizes(env: NodeJS.ProcessEnv): Sizes {
  const one = (name: string, fallback: number): number => {
    const size = Number(env[name] ?? fallback);
    if (!Number.isInteger(size) || size < 1) throw new Error(`${name} must be a whole number from 1.`);
    return size;
  };
  return {
    many: one('BENCH_SCORE_RECORDS', 1_000_000),
    few: one('BENCH_SCORE_FEW_RECORDS', 10_000),
    people: one('BENCH_SCORE_PEOPLE', 1_000),
    changes: one('BENCH_SCORE_CHANGES', 101),
    seconds: one('BENCH_SCORE_SECONDS', 10),
  };
}
