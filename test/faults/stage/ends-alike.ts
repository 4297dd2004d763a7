import { expect } from '@jest/globals';
import { untrueClaims } from './claims.js';
import { type Settings, type Subject, undisturbed } from './subject.js';
import type { World } from './world.js';

/**
 * Stops the clock of the world, lets the subject fetch what is left, and holds what came out against a run that nothing
 * disturbed, row by row.
 */
export async function expectToEndAlike(subject: Subject, world: World, settings: Settings): Promise<void> {
  await (await subject.admin()).untilComplete();
  world.stopClock();
  const { since, ...expected } = await undisturbed(subject.kind, await world.calm(), settings);
  const outcome = await subject.outcome(since);
  expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
  expect(outcome).toEqual(expected);
  expect(expected.state.calls.length).toBeGreaterThan(100);
}
