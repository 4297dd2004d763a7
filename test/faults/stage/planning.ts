import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { chanceOf } from '../../../src/testing/vendor/index.js';
import { freePort } from '../../support/host-process.js';
import { expectToEndAlike } from './ends-alike.js';
import { hookGate } from './hook-gate.js';
import { FULL, report, SEED } from './seed.js';
import { type DatabaseKind, Subject } from './subject.js';
import { mishaps, plan, type PlannedMishap } from './wire-faults.js';
import { COMPANY, World } from './world.js';

const PLAN_SECONDS = 30;

/** Tries plans of mishaps, each on a host of its own: when a plan is over, everything is as if it had never been. */
export async function tryPlans(kind: DatabaseKind): Promise<void> {
  const began = Date.now();
  const plans = FULL ? 20 : 1;
  let mishapsMet = 0;
  await fc.assert(
    fc.asyncProperty(mishaps, fc.nat(), async (planned, chance) => {
      mishapsMet += await tryPlan(kind, planned, chance);
    }),
    // To shrink a plan would take longer than to read it.
    { seed: SEED, numRuns: plans, endOnFailure: true },
  );
  const seconds = Math.round((Date.now() - began) / 1_000);
  report(`${plans} fault plans (${kind}), ${mishapsMet} answers that failed, ${seconds} s`);
}

/** @returns how many requests were answered with a failure, or not at all */
async function tryPlan(kind: DatabaseKind, planned: readonly PlannedMishap[], seed: number): Promise<number> {
  const chance = chanceOf(`plan ${seed}`);
  const world = await World.open(`world ${seed}`, { latencyMs: 30, callPageSize: 12, accessTokenSeconds: 12 });
  const port = String(await freePort());
  const gate = await hookGate(port, chance);
  const subject = await Subject.open(kind, world.dialpad, { ...SETTINGS, PORT: port, PUBLIC_URL: gate.url });
  try {
    const person = await subject.start();
    await subject.connect(person);
    plan(world.dialpad, planned);
    const until = Date.now() + PLAN_SECONDS * 1_000;
    while (Date.now() < until) {
      const { completeUntil, progress } = await person.connection();
      if (completeUntil !== null && progress.phase === 'steady') break;
      await sleep(500);
    }
    world.dialpad.faults.clear();
    changeCalls(world);
    // What comes late is put right by the round after it, and not before.
    world.stopClock();
    await world.dialpad.tellWhatIsDue();
    await gate.settled();
    await person.untilComplete();
    await person.fetchNow();
    await sleep(3_000);
    await expectToEndAlike(subject, world, SETTINGS);
    expect(gate.answersToForged.filter((status) => status < 400 || status >= 500)).toEqual([]);
    return world.dialpad.requests.filter(({ status }) => status === null || status >= 400).length;
  } finally {
    await subject.close();
    await gate.close();
    await world.close();
  }
}

const SETTINGS = { HISTORY_DAYS: '4' };

/** Calls of the last hours are labelled, long after they ended. */
function changeCalls(world: World): void {
  const now = Date.now();
  const recent = world.calls({ from: now - 10 * 3_600_000, to: now }, now);
  for (const { id } of recent.slice(0, 5)) {
    world.dialpad.changeCall(COMPANY, id, { labels: ['follow-up'] });
  }
}
