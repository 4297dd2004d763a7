/** How much is stored for the larger of two near turns. */
export const readStored = (env: NodeJS.ProcessEnv): number => Number(env['BENCH_COUNT_CALLS'] ?? 1_000_000);
