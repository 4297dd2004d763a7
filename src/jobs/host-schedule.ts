import type { DynamicModule } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';

/** Each `ScheduleModule` of an application registers every decorated method of it again. */
const NOTHING = { cronJobs: false, intervals: false, timeouts: false };

/**
 * A `ScheduleModule` for the jobs of this package. Where the host has one of its own, this one leaves the host's
 * decorated methods alone; where it has none, they run by this one. It is not global: whoever asks for a
 * `SchedulerRegistry` in the host gets the host's.
 */
export const scheduleBesideTheHost = (): DynamicModule => ({
  ...ScheduleModule.forRootAsync({
    inject: [ModulesContainer],
    useFactory: (modules: ModulesContainer) => (explorersIn(modules) > 1 ? NOTHING : {}),
  }),
  global: false,
});

/** By name: a host may have another copy of the package, which reads the same decorators; and 6 does not export it. */
const EXPLORER = 'ScheduleExplorer';

const explorersIn = (modules: ModulesContainer): number =>
  [...modules.values()].filter(({ providers }) =>
    [...providers.keys()].some((token) => typeof token === 'function' && token.name === EXPLORER),
  ).length;
