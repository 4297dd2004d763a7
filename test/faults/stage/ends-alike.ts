import { expect } from '@jest/globals';
import type { Person } from '../../support/way.js';
import { untrueClaims } from './claims.js';
import { type Settings, type Subject, undisturbed } from './subject.js';
import type { World } from './world.js';

/**
 * Stops the clock of the world, lets the subject fetch what is left, and holds what came out against a run that nothing
 * disturbed, row by row.
 *
 * @param asked what was asked of the subject, and is asked of the other once all is fetched
 */
export async function expectToEndAlike(
  subject: Subject,
  world: World,
  settings: Settings,
  asked?: (person: Person) => Promise<void>,
): Promise<void> {
  await (await subject.admin()).untilComplete();
  world.stopClock();
  const { since, ...expected } = await undisturbed(subject.kind, await world.calm(), settings, asked);
  const outcome = await subject.outcome(since);
  expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
  expect(outcome).toEqual(expected);
  expect(expected.state.calls.length).toBeGreaterThan(100);
}
