import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { chanceOf } from '../../../src/testing/simulator/chance.js';
import { until } from '../../support/way.js';
import { untrueClaims } from './claims.js';
import { FULL, report, SEED } from './seed.js';
import { type DatabaseKind, Subject, undisturbed } from './subject.js';
import { World } from './world.js';

const CALLS = '/api/v2/call';

/** Kills a host again and again while it fetches its history, and compares the end with an undisturbed run. */
export async function killDuringHistory(kind: DatabaseKind): Promise<void> {
  const began = Date.now();
  const kills = FULL ? 25 : 3;
  const settings = { HISTORY_DAYS: FULL ? '30' : '8' };
  const chance = chanceOf(`kills ${kind} ${SEED}`);
  const world = await World.open(`world ${SEED}`, { latencyMs: 40, callPageSize: FULL ? 8 : 12 });
  const subject = await Subject.open(kind, world.dialpad, settings);
  try {
    const person = await subject.start();
    await subject.connect(person);
    let duringHistory = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const asked = callsAsked(world);
      if (kill > 1) await subject.launch();
      if (kill > 1 && chance.percent(20)) {
        await sleep(chance.between(50, 3_000));
      } else {
        await subject.host?.ready;
        await until(
          'calls are asked for',
          () => Promise.resolve(callsAsked(world)),
          (now) => now > asked,
        );
        await sleep(chance.between(0, 1_000));
      }
      await subject.host?.kill();
      const { untrue, phase } = await subject.look(async (read) => ({
        untrue: await untrueClaims(read, world),
        phase: await read<{ outcome: string }>(`select outcome from phone_system.round where kind = 'history'`),
      }));
      expect({ kill, untrue }).toEqual({ kill, untrue: [] });
      if (phase[0]?.outcome !== 'done') duringHistory += 1;
    }
    await (await subject.start()).untilComplete();
    world.stopClock();
    const { since, ...expected } = await undisturbed(kind, await world.calm(), settings);
    const outcome = await subject.outcome(since);
    expect(await subject.look((read) => untrueClaims(read, world))).toEqual([]);
    expect(outcome).toEqual(expected);
    expect(expected.state.calls.length).toBeGreaterThan(200);
    const seconds = Math.round((Date.now() - began) / 1000);
    report(`${kills} kills (${kind}), ${duringHistory} during the history, ${seconds} s`);
    // A run whose history ends early would prove less than it says.
    expect(duringHistory).toBe(kills);
  } finally {
    await subject.close();
    await world.close();
  }
}

const callsAsked = ({ dialpad }: World): number => dialpad.requests.filter(({ path }) => path === CALLS).length;
