import { Injectable, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Cron, Interval, ScheduleModule, SchedulerRegistry, Timeout } from '@nestjs/schedule';
import { type BareHost, openBareHost } from '../support/bare-host.js';

const NEVER_MS = 2_000_000_000;

@Injectable()
class HostJobs {
  /** From a module that does not import the host's ScheduleModule itself. */
  constructor(readonly registry: SchedulerRegistry) {}

  @Interval('host-interval', NEVER_MS)
  each(): void {}

  @Cron('0 0 1 1 *', { name: 'host-cron' })
  yearly(): void {}

  @Timeout('host-timeout', NEVER_MS)
  later(): void {}
}

@Injectable()
class JobsWithoutModule {
  @Interval('host-interval', NEVER_MS)
  each(): void {}

  @Cron('0 0 1 1 *', { name: 'host-cron' })
  yearly(): void {}

  @Timeout('host-timeout', NEVER_MS)
  later(): void {}
}

@Module({ providers: [HostJobs], exports: [HostJobs] })
class HostJobsModule {}

/** Everything that is scheduled in this process, by every ScheduleModule that there is. */
function scheduled({ app }: BareHost): string[] {
  const registries = new Set(
    [...app.get(ModulesContainer).values()].flatMap(({ providers }) => {
      const instance: unknown = providers.get(SchedulerRegistry)?.instance;
      return instance instanceof SchedulerRegistry ? [instance] : [];
    }),
  );
  return [...registries]
    .flatMap((registry) => [...registry.getIntervals(), ...registry.getCronJobs().keys(), ...registry.getTimeouts()])
    .sort();
}

const ONCE = ['host-cron', 'host-interval', 'host-timeout', 'phone-systems'];

describe('jobs that the host schedules', () => {
  let host: BareHost | undefined;

  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  it.each(['first', 'last'] as const)(
    'run once where the host has a ScheduleModule of its own (%s), and only until the host stops them',
    async (own) => {
      host = await openBareHost({ imports: [ScheduleModule.forRoot(), HostJobsModule], own });
      expect(scheduled(host)).toEqual(ONCE);
      const { registry } = host.app.get(HostJobs, { strict: false });
      registry.deleteInterval('host-interval');
      registry.deleteCronJob('host-cron');
      registry.deleteTimeout('host-timeout');
      expect(scheduled(host)).toEqual(['phone-systems']);
    },
  );

  it('run once where the host has none', async () => {
    host = await openBareHost({ providers: [JobsWithoutModule] });
    expect(scheduled(host)).toEqual(ONCE);
  });

  it('do not run where the host says that this copy runs none, and the phone systems go on', async () => {
    const off = { cronJobs: false, intervals: false, timeouts: false };
    host = await openBareHost({ imports: [ScheduleModule.forRoot(off), HostJobsModule] });
    expect(scheduled(host)).toEqual(['phone-systems']);
  });

  it('may be set up from the host’s own settings', async () => {
    const settings = ScheduleModule.forRootAsync({ useFactory: () => ({ timeouts: false }) });
    host = await openBareHost({ imports: [settings, HostJobsModule] });
    expect(scheduled(host)).toEqual(['host-cron', 'host-interval', 'phone-systems']);
  });
});
