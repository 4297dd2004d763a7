import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The median time of some runs, in milliseconds. */
export async function timesOf(times: number, run: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    await run();
    all.push(performance.now() - from);
  }
  return all.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
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
