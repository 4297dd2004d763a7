/** What is simulated. The defaults are the whole, a quarter of an hour. */
export interface Sizes {
  /** Numbers of connected tenants, smallest first, one run each. */
  readonly tenants: readonly number[];
  /** Of each tenant. */
  readonly people: number;
  /** How long each is watched once everything is fetched. */
  readonly minutes: number;
}

/** @throws Error where a size is no number */
export function readSizes(env: NodeJS.ProcessEnv): Sizes {
  const numbers = (name: string, fallback: readonly number[], least: number): readonly number[] => {
    const given = env[name]?.split(',').map(Number) ?? fallback;
    if (given.some((size) => !(size >= least))) throw new Error(`${name} must be ${least} or more.`);
    return given;
  };
  return {
    tenants: numbers('SIMULATE_TENANTS', [100, 300, 1_000], 1),
    people: numbers('SIMULATE_PEOPLE', [50], 1)[0] ?? 50,
    minutes: numbers('SIMULATE_MINUTES', [5], 0.1)[0] ?? 5,
  };
}
