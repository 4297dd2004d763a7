import { type Measure, report } from '../support/report.js';
import { SimulatedDialpad } from '../support/simulated-dialpad.js';
import { Fetching } from './fetching.js';
import { readSizes } from './sizes.js';

const PEOPLE = 400;
const LATENCY_MS = 200;
const PAGES_A_SECOND = 20;
const RECENT_CALLS = 200;
const NEAR_ROUNDS = 11;

const sizes = readSizes(process.env);
const isServer = Boolean(process.env['DATABASE_URL']);
/** Enough days for the calls of the largest fetch. */
const historyDays = (calls: number): number => Math.min(430, Math.ceil(calls / (PEOPLE * 5)) + 5);

/** Under Dialpad's limits and 200 ms away, with everybody matched and scored beside it. */
async function limited(calls: number, pace: 'limited' | 'one page at a time'): Promise<Measure[]> {
  const dialpad = await SimulatedDialpad.start({
    people: PEOPLE,
    historyDays: historyDays(calls),
    latencyMs: LATENCY_MS,
    limited: true,
  });
  const fetching = Fetching.start();
  const from = await dialpad.beginningOf(calls);
  const fetched = await fetching.fetch({ client: dialpad.client, pace, employees: PEOPLE, from });
  const arrivals = await dialpad.arrivals();
  await fetching.stop();
  await dialpad.stop();
  const seconds = (fetched.finishedAt - arrivals.firstPageAt) / 1000;
  const ratio = seconds / (arrivals.pages / PAGES_A_SECOND);
  const note = `${fetched.calls} calls on ${arrivals.pages} pages in ${seconds.toFixed(1)} s`;
  if (pace === 'one page at a time') return [{ name: 'the same one page at a time', value: ratio, note }];
  return [
    { name: 'seconds over pages ÷ 20, 200 ms away', value: ratio, goal: { atMost: 1.05 }, note },
    { name: 'most requests in any second', value: arrivals.mostInASecond, goal: { atMost: 20 } },
    { name: 'most requests in any minute', value: arrivals.mostInAMinute, goal: { atMost: 1200 } },
    { name: 'requests that were refused', value: arrivals.refused, goal: { atMost: 0 } },
  ];
}

/** As fast as it goes: no latency, no limit, nobody matched. */
async function stored(calls: number): Promise<Measure[]> {
  const dialpad = await unlimitedDialpad(calls);
  const fetching = Fetching.start();
  const from = await dialpad.beginningOf(calls);
  const {
    calls: all,
    pages,
    startedAt,
    finishedAt,
  } = await fetching.fetch({
    client: dialpad.client,
    pace: 'unlimited',
    employees: 0,
    from,
  });
  const rate = all / ((finishedAt - startedAt) / 1000);
  const bareRate = all / (await fetching.bareInsertSeconds(Math.ceil(all / pages)));
  await fetching.stop();
  await dialpad.stop();
  return [
    { name: 'calls stored a second', value: rate, note: `${all} calls` },
    { name: 'bare INSERT … ON CONFLICT, calls a second', value: bareRate },
    {
      name: 'stored over bare',
      value: rate / bareRate,
      ...(isServer ? { goal: { atLeast: 0.5 } } : { note: 'the goal is for a PostgreSQL server' }),
    },
  ];
}

/** Memory of first fetches of several sizes, and a steady round after the smallest and after the largest. */
async function growth(fetches: readonly number[]): Promise<Measure[]> {
  const largest = Math.max(...fetches);
  const seen: { calls: number; peak: number; nearMs: number }[] = [];
  for (const calls of fetches) {
    const dialpad = await unlimitedDialpad(largest);
    const fetching = Fetching.start(['--expose-gc']);
    const from = await dialpad.beginningOf(calls);
    const fetched = await fetching.fetch({ client: dialpad.client, pace: 'unlimited', employees: 0, from });
    await dialpad.addRecentCalls(RECENT_CALLS);
    seen.push({ calls: fetched.calls, peak: fetched.peakMebibytes, nearMs: await fetching.nearRoundMs(NEAR_ROUNDS) });
    await fetching.stop();
    await dialpad.stop();
  }
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  const peaks = seen.map(({ peak }) => peak);
  return [
    ...seen.map(({ calls, peak }) => ({ name: `peak memory in MiB, ${calls} calls`, value: peak })),
    { name: 'largest peak over smallest', value: Math.max(...peaks) / Math.min(...peaks), goal: { atMost: 1.1 } },
    ...[first, last].map(({ calls, nearMs }) => ({
      name: `near round in ms, ${calls} calls stored`,
      value: nearMs,
      note: `the middle one of ${NEAR_ROUNDS}`,
    })),
    { name: 'near round, most calls over fewest', value: last.nearMs / first.nearMs, goal: { atMost: 1.1 } },
  ];
}

const unlimitedDialpad = (calls: number): Promise<SimulatedDialpad> =>
  SimulatedDialpad.start({ people: PEOPLE, historyDays: historyDays(calls), latencyMs: 0, limited: false });

export async function benchFetch(): Promise<void> {
  report(`fetch, on ${isServer ? 'a PostgreSQL server' : 'the embedded database'}`, [
    ...(await limited(sizes.limited, 'limited')),
    ...(await limited(sizes.onePage, 'one page at a time')),
    ...(await stored(sizes.stored)),
    ...(await growth(sizes.memory)),
  ]);
}
