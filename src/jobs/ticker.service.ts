import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { TenantDatabase } from '../access/index.js';
import { dueConnections } from '../calls/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { tenantsToBound, tenantsToSweep } from '../privacy/index.js';
import { Queue, type WorkDefinition } from '../queue/index.js';
import { tenantsWithWork } from '../scoring/index.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import { AlertWatch } from './alert-watch.service.js';
import { AlertJob } from './alert.job.js';
import { BoundJob } from './bound.job.js';
import { DeliverJob } from './deliver.job.js';
import { FetchJob } from './fetch.job.js';
import { KeepGrantsJob } from './keep-grants.job.js';
import { PublishJob } from './publish.job.js';
import { RenewJob } from './renew.job.js';
import { RetentionJob } from './retention.job.js';
import { ScoreJob } from './score.job.js';

const TICK_MS = 1_000;
/** As it stands in the registry of scheduled jobs. */
const TICK = 'phone-systems';
/** Nobody acts upon an alert within less. */
const WATCH_MS = 5_000;

/** Wakes every copy of the host each second to ask for what is due; the queue decides which copy does it. */
@Injectable()
export class Ticker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog(Ticker.name);
  private ticking: Promise<void> | null = null;
  private running = false;
  private watchedAt = 0;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly queue: Queue,
    private readonly fetch: FetchJob,
    private readonly deliver: DeliverJob,
    private readonly score: ScoreJob,
    private readonly publish: PublishJob,
    private readonly alertWatch: AlertWatch,
    private readonly alert: AlertJob,
    private readonly retention: RetentionJob,
    private readonly bound: BoundJob,
    private readonly renew: RenewJob,
    private readonly keepGrants: KeepGrantsJob,
    private readonly metrics: PhoneSystemMetrics,
    private readonly schedule: SchedulerRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { fetch, deliver, score, publish, alert, retention, bound, renew, keepGrants } = this;
    const work: readonly WorkDefinition<never>[] = [
      fetch,
      deliver,
      score,
      publish,
      alert,
      retention,
      bound,
      renew,
      keepGrants,
    ];
    await this.queue.start(work, (name, seconds) => this.metrics.waitedInQueue(name, seconds));
    this.running = true;
    // No decorator: the host's ScheduleModule would find it as well.
    this.schedule.addInterval(
      TICK,
      setInterval(() => void this.tick(), TICK_MS),
    );
  }

  async onModuleDestroy(): Promise<void> {
    this.running = false;
    if (this.schedule.doesExist('interval', TICK)) this.schedule.deleteInterval(TICK);
    await this.ticking;
  }

  /** A tick that takes longer than its interval is not overtaken by the next. */
  async tick(): Promise<void> {
    if (!this.running || this.ticking !== null) return;
    this.ticking = this.request()
      .catch((error: unknown) => {
        this.log.warn('tick-failed', `What is due could not be asked for: ${wordsOf(error)}`);
      })
      .finally(() => {
        this.ticking = null;
      });
    await this.ticking;
  }

  private async request(): Promise<void> {
    for (const turn of await this.deliver.due()) await this.queue.request(this.deliver.name, turn.connectionId, turn);
    for (const { connectionId } of await dueConnections(this.tenants)) {
      if (this.fetch.backoff.allows(connectionId)) {
        await this.queue.request(this.fetch.name, connectionId, { connectionId });
      }
    }
    for (const tenantId of await tenantsWithWork(this.tenants)) {
      if (this.score.backoff.allows(tenantId)) await this.queue.request(this.score.name, tenantId, { tenantId });
    }
    for (const turn of await this.publish.due()) await this.queue.request(this.publish.name, turn.tenantId, turn);
    for (const tenantId of await tenantsToSweep(this.tenants)) {
      if (this.retention.backoff.allows(tenantId))
        await this.queue.request(this.retention.name, tenantId, { tenantId });
    }
    for (const tenantId of await tenantsToBound(this.tenants)) {
      if (this.bound.backoff.allows(tenantId)) await this.queue.request(this.bound.name, tenantId, { tenantId });
    }
    for (const turn of await this.renew.due()) await this.queue.request(this.renew.name, turn.connectionId, turn);
    for (const turn of await this.keepGrants.due()) {
      await this.queue.request(this.keepGrants.name, turn.connectionId, turn);
    }
    await this.requestAlerts(Date.now());
  }

  private async requestAlerts(now: number): Promise<void> {
    if (now - this.watchedAt >= WATCH_MS) {
      this.watchedAt = now;
      await this.alertWatch.watch(new Date(now));
    }
    for (const turn of await this.alert.due()) await this.queue.request(this.alert.name, turn.connectionId, turn);
  }
}
