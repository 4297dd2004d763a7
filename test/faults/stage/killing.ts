import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { chanceOf } from '../../../src/testing/vendor/index.js';
import { untrueClaims } from './claims.js';
import { expectToEndAlike } from './ends-alike.js';
import { callsAsked, untilCallsAreAsked } from './requests.js';
import { FULL, report, SEED } from './seed.js';
import { type DatabaseKind, Subject } from './subject.js';
import { World } from './world.js';

/** Kills a host again and again while it fetches its history, and compares the end with an undisturbed run. */
export async function killDuringHistory(kind: DatabaseKind): Promise<void> {
  const began = Date.now();
  const kills = FULL ? 25 : 3;
  const settings = { HISTORY_DAYS: FULL ? '30' : '8' };
  const chance = chanceOf(`kills ${kind} ${SEED}`);
  const world = await World.open(`world ${SEED}`, { latencyMs: 40, callPageSize: FULL ? 8 : 12 });
  const subject = await Subject.open(kind, world.dialpad, settings);
  try {
    await subject.connect(await subject.start());
    let duringHistory = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const before = callsAsked(world).length;
      if (kill > 1) await subject.launch();
      if (kill > 1 && chance.percent(20)) {
        await sleep(chance.between(50, 3_000));
      } else {
        await untilCallsAreAsked(world, before);
        await sleep(chance.between(0, 1_000));
      }
      await subject.host?.kill();
      const { untrue, history } = await subject.look(async (read) => ({
        untrue: await untrueClaims(read, world),
        history: await read<{ outcome: string }>(`select outcome from phone_system.round where kind = 'history'`),
      }));
      expect({ kill, untrue }).toEqual({ kill, untrue: [] });
      if (history[0]?.outcome !== 'done') duringHistory += 1;
    }
    await subject.start();
    await expectToEndAlike(subject, world, settings);
    const seconds = Math.round((Date.now() - began) / 1000);
    report(`${kills} kills (${kind}), ${duringHistory} during the history, ${seconds} s`);
    // A run whose history ends early would prove less than it says.
    expect(duringHistory).toBe(kills);
  } finally {
    await subject.close();
    await world.close();
  }
}
