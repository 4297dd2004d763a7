import type { LoggedRequest } from '../../../src/testing/index.js';
import { until } from '../../support/way.js';
import type { World } from './world.js';

/** Every request for the list of calls so far. */
export const callsAsked = ({ dialpad }: World): LoggedRequest[] =>
  dialpad.requests.filter(({ path }) => path === '/api/v2/call');

/** Waits until the list of calls is asked for again, by one client or by any. */
export async function untilCallsAreAsked(world: World, before: number, host?: string): Promise<void> {
  await until(
    `calls are asked for${host === undefined ? '' : ` by ${host}`}`,
    () => Promise.resolve(callsAsked(world).slice(before)),
    (asked) => asked.some((request) => host === undefined || request.host === host),
  );
}

/** How many of these instants, in milliseconds and in order, lie in the fullest second. */
export function fullestSecond(times: readonly number[]): number {
  let fullest = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= 1_000) first++;
    fullest = Math.max(fullest, last - first + 1);
  }
  return fullest;
}

/** Walks of one list by two clients at the same time: each pair as a sentence. */
export function overlappingWalks(requests: readonly LoggedRequest[]): string[] {
  const walks = new Map<string, { host: string; from: number; to: number }>();
  for (const { host, query, at } of requests) {
    const key = [host, query['started_after'], query['started_before']].join();
    const walk = walks.get(key) ?? { host, from: at.getTime(), to: at.getTime() };
    walks.set(key, { ...walk, to: at.getTime() });
  }
  const all = [...walks.values()];
  return all.flatMap((a, place) =>
    all
      .slice(place + 1)
      .filter((b) => a.host !== b.host && a.from < b.to && b.from < a.to)
      .map((b) => `${a.host} and ${b.host} at ${new Date(Math.max(a.from, b.from)).toISOString()}`),
  );
}
