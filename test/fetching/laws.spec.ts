import { Logger } from '@nestjs/common';
import type fc from 'fast-check';
import { law } from '../scoring/law.js';
import { openStage, type Stage } from '../support/stage.js';
import { TwoClocks } from '../support/two-clocks.js';
import { FetchingHouse, type Sight } from './fetching-house.js';
import { farMinutes, lateAt, missingOfClaim, mostRequests, usualLagMinutes } from './plain-fetching.js';
import { announcingWorldsWith, BEGIN, type FetchingWorld, instant, MINUTE, worldsWith } from './world.js';

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

  const everything = worldsWith({ faults: true, acts: true, clocks: true });

  inWorlds(
    'what is said to be complete is, and what has ended arrives, whatever befalls',
    everything,
    async (house, world) => {
      await house.live((sight) => {
        expect({ claimed: missingOfClaim(world, sight), late: lateAt(world, clocks.now, sight) }).toEqual(NONE);
      });
    },
  );

  inWorlds(
    'what is said to be complete is, where calls are only announced, whatever befalls',
    announcingWorldsWith({ faults: true, acts: true, clocks: true }),
    async (house, world) => {
      await house.live((sight) => expect(missingOfClaim(world, sight)).toEqual([]));
    },
  );

  inWorlds(
    'calls that are only announced and are not told for a while are confined, and all arrive by themselves',
    announcingWorldsWith({ faults: false, acts: false, clocks: true }),
    async (house, world) => {
      await house.live(({ status }) => expect(status).toBe('connected'));
      await house.liveOn(2 * farMinutes(world) * MINUTE, nothing);
      const sight = await house.sight();
      expect(sight).toMatchObject({ status: 'connected', problem: null });
      expect(missingOfClaim(world, { ...sight, completeUntil: instant(world.hours * 60) })).toEqual([]);
      expect(lagMinutes(sight)).toBeLessThanOrEqual(usualLagMinutes(world));
      // None is read twice: what fails is tried again while it does, and what events name is read once more.
      const most = world.calls.length + 8 * (world.untold?.length ?? 0) * world.hours + world.acts.length;
      expect(house.vendor.asked.read).toBeLessThanOrEqual(most);
    },
  );

  const failing = worldsWith({ faults: true, acts: false, clocks: false });

  inWorlds('a list that fails is confined, says so, and is over by itself', failing, async (house, world) => {
    await house.live(async ({ status, problem }) => {
      expect(status).toBe('connected');
      // A comparison says what rests on its round alone.
      const rounds = (await house.shownRounds()).filter(({ kind }) => kind !== 'reconciliation');
      const rests = rounds.some(({ outcome }) => outcome === 'parked');
      if (rests) expect(problem).not.toBeNull();
    });
    await house.liveOn(2 * farMinutes(world) * MINUTE, nothing);
    const sight = await house.sight();
    expect(sight).toMatchObject({ status: 'connected', problem: null });
    expect(missingOfClaim(world, { ...sight, completeUntil: instant(world.hours * 60) })).toEqual([]);
    expect(lagMinutes(sight)).toBeLessThanOrEqual(usualLagMinutes(world));
  });

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

  it('a history that is begun and rests is added to where HISTORY_DAYS is raised', async () => {
    const world: FetchingWorld = {
      settings: { near: 30, farHours: 2, longestCallHours: 4, historyDays: 1, retentionDays: 400 },
      hours: 4,
      hostAheadSeconds: 0,
      vendorAheadSeconds: 0,
      calls: [{ from: -2000, minutes: 5, settleMinutes: 0, isReadable: true }],
      faults: [{ kind: 'directory-down', from: 0, until: 100 }],
      acts: [{ kind: 'history-days', at: 60, days: 3 }],
    };
    const house = new FetchingHouse(stage, clocks, world);
    await house.live((sight) => expect(missingOfClaim(world, sight)).toEqual([]));
    expect((await house.sight()).known.size).toBe(1);
    await house.close();
  });

  it('a round that is asked for while an older one only rests is a new one; while one goes on it is that one', async () => {
    const house = new FetchingHouse(stage, clocks, {
      settings: { near: 30, farHours: 2, longestCallHours: 4, historyDays: 1, retentionDays: 400 },
      hours: 6,
      hostAheadSeconds: 0,
      vendorAheadSeconds: 0,
      calls: [],
      faults: [{ kind: 'span', at: 130, how: 'out-of-order', from: 100, until: 10 * 60 }],
      acts: [],
    });
    await house.live(nothing);
    const before = await house.shownRounds();
    expect(before).toContainEqual(expect.objectContaining({ outcome: 'parked' }));
    const asked = await house.askForRound();
    expect(before.map(({ id }) => id)).not.toContain(asked);
    expect(await house.shownRounds()).toContainEqual(expect.objectContaining({ id: asked, kind: 'manual' }));
    expect(await house.askForRound()).toBe(asked);
    await house.close();
  });

  const lagMinutes = ({ completeUntil }: Sight): number => (clocks.now - (completeUntil ?? 0)) / MINUTE;
});

const NONE = { claimed: [], late: [] };
const nothing = (): void => undefined;
