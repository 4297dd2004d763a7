import { setTimeout as sleep } from 'node:timers/promises';
import { LostPlace } from '../connection/life/place.js';
import { type DetailFacet, ProviderError, type ProviderFailure } from '../contract/index.js';
import { ConnectionEntity } from '../storage/index.js';
import { type UnreadCall, unreadCalls } from './announced-calls.js';
import { EventLog } from '../tracing/index.js';
import { asksAgain, isNearDue } from './plan-rounds.js';
import type { RoundWorker } from './round-worker.service.js';
import { Readings } from './readings.js';
import type { OpenWindow, Walk } from './walk.js';

/** Windows walked at once: enough that a vendor's limit is the only limit at 400 ms an answer. */
export const WALKS_AT_ONCE = 12;
/** Announced calls read at once, beside these. */
const READINGS_AT_ONCE = 8;
/** What was asked for by hand does not wait for the end of long walks. */
const MANUAL_BESIDE = 2;
/** After so long no further window begins, so that the job ends and is handed out anew. */
const SHIFT_MS = 600_000;
/** While walks are long, whether there is news is looked at so often. */
const LOOK_MS = 1_000;
/** And whether another round has become due. */
const PLAN_MS = 30_000;
/** So many walks that fail one after the other, without an answer between, are the vendor's failure and not theirs. */
const OUTAGE = 3;

const NEAR = 'near';

/** What concerns everything that is asked of the vendor, and not the window that met it. */
const CONCERNS_ALL: ReadonlySet<ProviderFailure['kind']> = new Set([
  'reconnect',
  'forbidden',
  'closed',
  'unsupported',
  'slowDown',
  'misconfigured',
]);

/** The same of the reading of one call, which may be refused for itself. */
const CONCERNS_ALL_READINGS: ReadonlySet<ProviderFailure['kind']> = new Set(
  [...CONCERNS_ALL].filter((kind) => kind !== 'forbidden'),
);

/** One worker's turn at a connection. */
export class Shift {
  private readonly log = new EventLog('RoundWorker');
  private readonly until = performance.now() + SHIFT_MS;
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly readings: Readings;
  private underRead = 0;
  private open: readonly OpenWindow[] = [];
  private state: ConnectionEntity;
  private wokenAt: string | null;
  private answeredAt: Date | null;
  private failedInARow = 0;
  private lookedAt = performance.now();
  private plannedAt = 0;
  private isStale = true;
  private hasAnswered = false;
  private mustProbe = false;
  private isOver = false;
  private isConcluded = false;
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly services: RoundWorker,
    private readonly walk: Walk,
    private readonly handsOver: () => Promise<boolean>,
  ) {
    const { connection, wokenAt } = walk.place;
    this.state = connection;
    this.wokenAt = wokenAt;
    this.answeredAt = connection.lastFetchAt;
    this.readings = new Readings(() => unreadCalls(services.tenants.of(connection.tenantId), connection));
  }

  async work(): Promise<void> {
    for (await this.guarded(() => this.begin()); this.lanes.size > 0; await this.guarded(() => this.begin())) {
      await this.somethingHappens();
    }
    if (this.failure !== undefined) throw this.failure.error;
    if (!this.isConcluded) await this.services.rests.conclude(this.walk.place, this.wokenAt, this.nextReadings());
  }

  /** Begins whatever can begin now. */
  private async begin(): Promise<void> {
    if (this.walk.session.signal.aborted) this.end();
    if (this.isOver) return;
    if (performance.now() - this.lookedAt >= LOOK_MS) await this.look();
    await this.plan();
    const now = this.walk.place.now();
    const asksNear = this.mustProbe || isNearDue(this.state, now);
    if (asksNear && !this.lanes.has(NEAR)) this.enter(NEAR, () => this.pollNear());
    const { details } = this.walk.provider;
    if (details !== undefined) await this.beginReadings(details);
    for (const window of this.open) {
      const { id, kind, resumeAt } = window;
      const atMost = WALKS_AT_ONCE + (kind === 'manual' ? MANUAL_BESIDE : 0);
      if (this.lanes.size - this.underRead >= atMost || this.lanes.has(id) || (resumeAt !== null && resumeAt > now))
        continue;
      if (performance.now() > this.until || (await this.handsOver())) return;
      this.enter(id, () => this.walkWindow(window));
    }
  }

  private async beginReadings(details: DetailFacet): Promise<void> {
    while (this.underRead < READINGS_AT_ONCE) {
      const call = await this.readings.next();
      if (call === null || performance.now() > this.until || (await this.handsOver())) return;
      this.underRead += 1;
      this.enter(`call ${call.externalId}`, () => this.readCall(details, call).finally(() => (this.underRead -= 1)));
    }
  }

  /** Makes the rounds that are due, and reads what is to be walked where it may have changed. */
  private async plan(): Promise<void> {
    if (!this.isStale && performance.now() - this.plannedAt < PLAN_MS) return;
    this.plannedAt = performance.now();
    const { rounds } = this.services;
    const planned = await rounds.planDue(this.walk, this.state);
    this.isStale ||= planned !== this.state;
    this.state = planned;
    if (!this.isStale) return;
    this.isStale = false;
    this.open = await rounds.openWindows(this.walk.place);
  }

  /** Whether somebody has woken the connection meanwhile, such as by asking for a round. */
  private async look(): Promise<void> {
    this.lookedAt = performance.now();
    const { id, tenantId } = this.walk.place.connection;
    const em = this.services.tenants.of(tenantId);
    const [row] = await em.execute<{ readonly wokenAt: string | null }[]>(
      'select wake_at::text as "wokenAt" from phone_system.connection where id = ? and tenant_id = ?',
      [id, tenantId],
    );
    if (row === undefined || row.wokenAt === this.wokenAt) return;
    this.wokenAt = row.wokenAt;
    this.state = await em.findOneOrFail(ConnectionEntity, { id });
    this.isStale = true;
    this.readings.look();
  }

  private enter(name: string, work: () => Promise<void>): void {
    this.lanes.set(
      name,
      this.guarded(work).finally(() => this.lanes.delete(name)),
    );
  }

  /** What is not the vendor's failure ends the turn. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.end();
      if (error instanceof LostPlace) {
        this.isConcluded = true;
        this.log.info('taken-over', 'Another worker has taken over a connection.', {
          connection: this.walk.place.connection.id,
        });
      } else if (!this.walk.session.signal.aborted) {
        this.failure ??= { error };
      }
    }
  }

  private async somethingHappens(): Promise<void> {
    const happened = new AbortController();
    const look = sleep(LOOK_MS, undefined, { signal: happened.signal }).catch(() => undefined);
    await Promise.race([...this.lanes.values(), look]);
    happened.abort();
  }

  private end(): void {
    this.isOver = true;
    if (this.walk.session.signal.aborted) this.isConcluded = true;
  }

  private readonly answered = (): void => {
    this.answeredAt = this.walk.place.now();
    this.hasAnswered = true;
    this.failedInARow = 0;
    this.readings.look();
  };

  private async pollNear(): Promise<void> {
    const { near, rests } = this.services;
    this.mustProbe = false;
    try {
      this.state = await near.poll(this.walk, this.state, this.open, this.answered);
      this.readings.listAnswered();
      this.isStale = true;
    } catch (error) {
      const failure = this.failureIn(error, { kind: NEAR });
      this.failedInARow += 1;
      if (this.concernsAll(failure) || this.readings.isInDoubt) await this.restAll(failure);
      else this.state = await rests.restNear(this.walk.place, this.walk.provider, failure);
      this.isStale = true;
    }
  }

  private async walkWindow(window: OpenWindow): Promise<void> {
    const { walker, rests } = this.services;
    const { place, provider, timeZone } = this.walk;
    try {
      await walker.walk(this.walk, { ...window, stored: window }, this.answered);
      this.open = this.open.filter(({ id }) => id !== window.id);
    } catch (error) {
      const failure = this.failureIn(error, { kind: window.kind, round: window.roundId });
      if (!window.isFailing) this.failedInARow += 1;
      if (this.concernsAll(failure) && !isComparing(window, failure)) return await this.restAll(failure);
      await rests.restWindow(place, provider, failure, window, { answeredAt: this.answeredAt, timeZone });
      this.isStale = true;
      // Whether it is the window that fails, or the vendor, is seen from what is near. A comparison asks only about a
      // failure that may pass: of any other the near poll must not stop the connection before its time.
      const isTold = asksAgain(window.kind) && failure.kind !== 'tryLater';
      this.mustProbe ||= !isTold && !this.hasAnswered && this.state.attempts === 0;
    }
  }

  private async readCall(details: DetailFacet, call: UnreadCall): Promise<void> {
    const { reader, rests } = this.services;
    const { place, provider, timeZone } = this.walk;
    try {
      await reader.read(this.walk, details, call);
      this.readings.succeeded();
    } catch (error) {
      const failure = this.failureIn(error, { kind: 'call' });
      if (CONCERNS_ALL_READINGS.has(failure.kind)) return await this.restAll(failure);
      await rests.restCall(place, provider, failure, call, timeZone);
      const wasInDoubt = this.readings.isInDoubt;
      this.readings.failed(call);
      // Whether it is the calls that fail, or the vendor, is seen from what is near.
      this.mustProbe ||= this.readings.isInDoubt && !wasInDoubt;
    }
  }

  private nextReadings(): 'at once' | 'later' | 'never' {
    if (this.walk.provider.details === undefined) return 'never';
    return this.readings.isInDoubt ? 'later' : 'at once';
  }

  /** @throws what is not the vendor's failure */
  private failureIn(error: unknown, told: Readonly<Record<string, string>>): ProviderFailure {
    if (!(error instanceof ProviderError) || this.walk.session.signal.aborted) throw error;
    const { displayName, key } = this.walk.provider.descriptor;
    this.log.warn('window-failed', `${displayName}: ${error.message}${sampleOf(error.failure)}`, {
      ...told,
      provider: key,
      connection: this.walk.place.connection.id,
      failure: error.failure.kind,
    });
    return error.failure;
  }

  private concernsAll({ kind }: ProviderFailure): boolean {
    return CONCERNS_ALL.has(kind) || this.failedInARow >= OUTAGE;
  }

  /** Walks that are under way meet the same failure: it is noted once. */
  private async restAll(failure: ProviderFailure): Promise<void> {
    if (this.isOver) return;
    this.end();
    this.isConcluded = true;
    await this.services.rests.restAll(this.walk.place, this.walk.provider, failure);
  }
}

/** A failed comparison stops nothing: a real problem shows in the next fetch as well. */
const isComparing = ({ kind }: OpenWindow, failure: ProviderFailure): boolean =>
  asksAgain(kind) && failure.kind !== 'slowDown' && failure.kind !== 'misconfigured';

/** What the operator needs in order to see what has changed: keys and types, no values. */
const sampleOf = (failure: ProviderFailure): string =>
  failure.kind === 'unreadable' && failure.sample !== undefined ? ` Its shape: ${failure.sample}` : '';
