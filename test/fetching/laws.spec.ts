import { Logger } from '@nestjs/common';
import type fc from 'fast-check';
import { law } from '../scoring/law.js';
import { openStage, type Stage } from '../support/stage.js';
import { TwoClocks } from '../support/two-clocks.js';
import { FetchingHouse, type Sight } from './fetching-house.js';
import { farMinutes, mostRequests, usualLagMinutes } from './plain-fetching.js';
import { BEGIN, type FetchingWorld, instant, MINUTE, worldsWith } from './world.js';

const DEAR = { usual: 2, slowestMs: 60_000, shrinksOnRequest: true };

describe('laws of fetching', () => {
  let stage: Stage;
  let clocks: TwoClocks;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    clocks = new TwoClocks(BEGIN);
    stage = await openStage();
    await clocks.takeFrom(stage.orm);
  });

  afterAll(async () => {
    clocks.giveBack();
    await stage.close();
  });

  const inWorlds = (
    name: string,
    worlds: fc.Arbitrary<FetchingWorld>,
    holds: (house: FetchingHouse, world: FetchingWorld) => Promise<void>,
  ): void =>
    law(
      name,
      worlds,
      async (world) => {
        const house = new FetchingHouse(stage, clocks, world);
        try {
          await holds(house, world);
        } finally {
          await house.close();
        }
      },
      DEAR,
    );

  const working = worldsWith({ faults: false, acts: false, clocks: true });

  inWorlds(
    'while everything works, completeness follows the present, at a stated price',
    working,
    async (house, world) => {
      await house.live((sight) => {
        if (clocks.now > instant(farMinutes(world)))
          expect(lagMinutes(sight)).toBeLessThanOrEqual(usualLagMinutes(world));
      });
      const most = mostRequests(world);
      expect(house.vendor.asked.calls).toBeLessThanOrEqual(most.calls);
      expect(house.vendor.asked.directory).toBeLessThanOrEqual(most.directory);
    },
  );

  const lagMinutes = ({ completeUntil }: Sight): number => (clocks.now - (completeUntil ?? 0)) / MINUTE;
});
