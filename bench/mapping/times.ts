import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The median time of some runs, in milliseconds. */
export async function timesOf(times: number, run: () => Promise<unknown>): Promise<number> {
  const [median = Number.NaN] = await timesByTurns(times, run);
  return median;
}

/** The median time of each of several, done in turns: what else the machine does falls on all of them. */
export async function timesByTurns(
  times: number,
  ...runs: readonly (() => Promise<unknown>)[]
): Promise<readonly number[]> {
  const all = runs.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    for (const [at, run] of runs.entries()) {
      const from = performance.now();
      await run();
      all[at]?.push(performance.now() - from);
    }
  }
  return all.map((each) => each.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN);
}

/** Runs something, and tells for how long the loop stood still at most meanwhile. */
export async function stillestLoop<T>(
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly stillMs: number }> {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  const result = await run();
  histogram.disable();
  return { result, stillMs: histogram.max / 1e6 };
}
