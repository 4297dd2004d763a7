import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { PgliteConnection } from '@mikro-orm/pglite';
import { fromPglite, type JobWithMetadata, PgBoss } from 'pg-boss';
import { PHONE_SYSTEM_ORM, PHONE_SYSTEM_SETTINGS, type PhoneSystemOrm, sessionUrl } from '../storage/index.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog, inWork, wordsOf } from '../tracing/index.js';

/** The PostgreSQL schema of the queue's own tables. */
export const QUEUE_SCHEMA = 'phone_system_queue';

/** A kind of work. Everything it needs to know stands in the database; a job only says whose turn it is. */
export interface WorkDefinition<Data extends object> {
  readonly name: string;
  /** How many jobs of this kind one copy of the host works on at once. */
  readonly concurrency: number;
  /**
   * Does the work. The signal is aborted when the host shuts down. What it throws is logged; the next tick queues the work
   * again, as it does for work that ends before its end because it is awaited.
   */
  readonly work: (data: Data, signal: AbortSignal, isAwaited: IsAwaited) => Promise<void>;
}

/** Whether other work of the kind waits, as counted some seconds ago, while this copy has no place for it. */
export type IsAwaited = () => Promise<boolean>;

/** @param waitedSeconds from when a job was asked for until a worker took it */
export type OnBegun = (name: string, waitedSeconds: number) => void;

/**
 * What is done is deleted after so long, looked for so often (a day, unless pg-boss is told): counting jobs each few
 * seconds reads every one that is still there.
 */
const KEPT_SECONDS = 60;
const SWEPT_EVERY_SECONDS = 30;
/** A job is due for take-over when its worker has not been heard of for so long. */
const HEARTBEAT_SECONDS = 10;
const SHUTDOWN_MS = 4_000;

/**
 * Decides which copy of the host does a piece of work. At most one job exists per kind and key, waiting or running:
 * asking again while it exists changes nothing, so whoever has new work writes it down first and asks then.
 */
@Injectable()
export class Queue implements BeforeApplicationShutdown {
  private readonly log = new EventLog(Queue.name);
  private readonly stopping = new AbortController();
  private readonly workers = new Map<string, string>();
  private boss: PgBoss | null = null;

  constructor(
    @Inject(PHONE_SYSTEM_ORM) private readonly orm: PhoneSystemOrm,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /** What the sessions of its pool call themselves. */
  get sessionName(): string {
    return `${this.orm.sessions.name} queue`;
  }

  /**
   * Starts the queue with everything that it can do. Called once.
   *
   * @param onBegun told of each job as it begins
   */
  async start(definitions: readonly WorkDefinition<never>[], onBegun: OnBegun = () => undefined): Promise<void> {
    const boss = await this.open();
    boss.on('error', (error) => this.log.warn('queue-reports', `The queue reports: ${wordsOf(error)}`));
    await boss.start();
    for (const definition of definitions) await this.offer(boss, definition as WorkDefinition<object>, onBegun);
    this.boss = boss;
  }

  /** Asks for a piece of work. Nothing happens where it is waiting or running already, or before {@link start}. */
  async request(name: string, key: string, data: object): Promise<void> {
    const id = await this.boss?.send(name, data, { singletonKey: key });
    const worker = this.workers.get(name);
    if (id != null && worker !== undefined) this.boss?.notifyWorker(worker);
  }

  /** Whether the queue runs and its database answers. */
  async isReady(): Promise<boolean> {
    return this.boss !== null && (await this.boss.isInstalled());
  }

  /** How many jobs of a kind wait or run, over all copies, as counted within the last minute. */
  async depth(name: string): Promise<number> {
    const [stats] = (await this.boss?.getQueueStats(name, { force: true })) ?? [];
    return stats === undefined ? 0 : stats.queuedCount + stats.activeCount;
  }

  /** Before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.boss?.stop({ graceful: true, timeout: SHUTDOWN_MS, close: true });
    this.boss = null;
  }

  private async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.stopping.signal.aborted) this.log.failed('job-failed', error, { queue: name });
    }
  }

  private async open(): Promise<PgBoss> {
    const shared = {
      schema: QUEUE_SCHEMA,
      schedule: false,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      maintenanceIntervalSeconds: SWEPT_EVERY_SECONDS,
    };
    if (this.settings.databaseUrl === null) {
      const connection = this.orm.em.getDriver().getConnection() as unknown as PgliteConnection;
      return new PgBoss({ ...shared, db: fromPglite(await connection.getNativeClient()), backend: 'pglite' });
    }
    const connectionString = sessionUrl(this.settings.databaseUrl, this.sessionName);
    return new PgBoss({ ...shared, connectionString, max: 4 });
  }

  private async offer(
    boss: PgBoss,
    { name, concurrency, work }: WorkDefinition<object>,
    onBegun: OnBegun,
  ): Promise<void> {
    await boss.createQueue(name, {
      policy: 'exclusive',
      retryLimit: 0,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3_600,
      deleteAfterSeconds: KEPT_SECONDS,
    });
    // With the embedded database this is the only copy: what still stands as running died with the one before.
    if (this.settings.databaseUrl === null) await boss.deleteAllJobs(name);
    let running = 0;
    const isAwaited = async (): Promise<boolean> => {
      if (running < concurrency) return false;
      return (await boss.getQueueStats(name)).some(({ readyCount }) => readyCount > 0);
    };
    const id = await boss.work(
      name,
      { pollingIntervalSeconds: 1, localConcurrency: concurrency, batchSize: 1, includeMetadata: true },
      async (jobs: JobWithMetadata[]) => {
        for (const job of jobs) {
          if (this.stopping.signal.aborted) return;
          onBegun(name, secondsBetween(job.createdOn, job.startedOn));
          const signal = AbortSignal.any([job.signal, this.stopping.signal]);
          running += 1;
          await inWork(job.id, () => this.attempt(name, () => work(job.data, signal, isAwaited)));
          running -= 1;
        }
      },
    );
    this.workers.set(name, id);
  }
}

/** The embedded database tells instants as text. */
const secondsBetween = (from: Date, until: Date): number =>
  (new Date(until).getTime() - new Date(from).getTime()) / 1000;
