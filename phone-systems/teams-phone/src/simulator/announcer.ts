import { hashOf, tell } from 'prodoscore-phone-systems/testing';
import type { Companies } from './companies.js';
import type { TeamsPhoneHabits } from './habits.js';
import type { SimulatedCall } from './model.js';
import type { Subscription, TeamsPhoneStore } from './state.js';

/** Versions of a record come for some hours after a call, and a call lasts a day at most. */
const LOOK_BACK_MS = 48 * 3_600_000;
const DELIVERIES_KEPT = 20_000;
const ANSWER_MS = 3000;
/** After how many seconds an undelivered notification is tried again: up to four hours in all. */
const AGAIN_AFTER_SECONDS = [10, 30, 120, 600, 1800, 3600, 7200];

/** One line of the simulator's log of what it told. */
export interface LoggedDelivery {
  readonly url: string;
  /** Of what the batch had for this subscription. */
  readonly subscriptionId: string;
  readonly recordIds: readonly string[];
  /** What the receiver answered; null where it could not be reached in three seconds. */
  readonly status: number | null;
}

interface Change {
  readonly companyId: string;
  readonly recordId: string;
  readonly changeType: 'created' | 'updated';
  readonly at: number;
}

interface Undelivered {
  readonly subscriptionId: string;
  readonly body: object;
  readonly recordIds: readonly string[];
  readonly tries: number;
  readonly dueAt: number;
}

export interface AnnouncerOptions {
  readonly habits: TeamsPhoneHabits;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Tells subscribers of each version of a call record; what a receiver does not take is told again for some hours. */
export class Announcer {
  readonly deliveries: LoggedDelivery[] = [];
  /** Calls that were added by hand: told when they are due, however long ago they were. */
  #expected: readonly Change[] = [];
  #undelivered: readonly Undelivered[] = [];
  #toldUntil: number;
  #running: Promise<number> = Promise.resolve(0);

  constructor(
    private readonly companies: Companies,
    private readonly store: TeamsPhoneStore,
    private readonly options: AnnouncerOptions,
  ) {
    this.#toldUntil = options.now();
  }

  /** Takes note of a call that was added by hand, or of versions that were added to one. */
  expect(companyId: string, call: SimulatedCall, fromVersion = 0): void {
    this.#expected = [...this.#expected, ...changesOf(companyId, call).slice(fromVersion)];
  }

  /** Tells everything that is due, one after the other, and says how many deliveries that were. */
  tellWhatIsDue(): Promise<number> {
    this.#running = this.#running.then(() => this.#tell());
    return this.#running;
  }

  /** Tells the lifecycle address of every subscription of a company something. */
  async tellLifecycle(companyId: string, lifecycleEvent: string): Promise<number> {
    const standing = this.#standing().filter((one) => one.companyId === companyId);
    let told = 0;
    for (const one of standing) {
      const { lifecycleNotificationUrl: url } = one;
      if (url === null) continue;
      const { changeType: _, resource: _resource, resourceData: _data, ...about } = this.#entry(one, null);
      const status = await this.#post(url, { value: [{ ...about, lifecycleEvent }] });
      this.#log({ url, subscriptionId: one.id, recordIds: [], status });
      told += 1;
    }
    return told;
  }

  /** Waits for what is being told. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #tell(): Promise<number> {
    const now = this.options.now();
    const again = this.#undelivered.filter(({ dueAt }) => dueAt <= now);
    this.#undelivered = this.#undelivered.filter(({ dueAt }) => dueAt > now);
    const changes = this.#takeDue();
    const fresh = this.#standing().flatMap((one) =>
      this.#batchesOf(
        one,
        changes.filter((change) => change.companyId === one.companyId),
      ),
    );
    let told = 0;
    for (const batch of [...again, ...fresh]) {
      if (this.options.signal.aborted) break;
      const subscription = this.#standing().find(({ id }) => id === batch.subscriptionId);
      if (subscription === undefined) continue;
      await this.#deliver(subscription, batch);
      told += 1;
    }
    return told;
  }

  /** What is due for one subscription; untidily, some of it twice, some of it backwards and with a stranger's in between. */
  #batchesOf(subscription: Subscription, changes: readonly Change[]): readonly Undelivered[] {
    const { habits, now } = this.options;
    const wanted = changes.filter(({ changeType }) => subscription.changeType.split(',').includes(changeType));
    if (wanted.length === 0) return [];
    const told = habits.untidyNotifications
      ? wanted.flatMap((one) => (hashOf(`twice ${one.recordId} ${one.at}`) % 5 === 0 ? [one, one] : [one])).reverse()
      : wanted;
    const entries: object[] = told.map((one) => this.#entry(subscription, one));
    if (habits.untidyNotifications && hashOf(`stranger ${told[0]?.recordId ?? ''}`) % 3 === 0) {
      entries.splice(1, 0, this.#strangers(subscription));
    }
    const recordIds = told.map(({ recordId }) => recordId);
    return [{ subscriptionId: subscription.id, body: { value: entries }, recordIds, tries: 0, dueAt: now() }];
  }

  #entry({ id, expiresAt, clientState, companyId, resource }: Subscription, change: Change | null) {
    const recordId = change?.recordId ?? '';
    return {
      subscriptionId: id,
      subscriptionExpirationDateTime: new Date(expiresAt).toISOString(),
      ...(clientState !== null && { clientState }),
      changeType: change?.changeType,
      resource: `${resource.replace(/^\//, '')}/${recordId}`,
      resourceData: { id: recordId, '@odata.type': '#microsoft.graph.callRecords.callRecord' },
      tenantId: companyId,
    };
  }

  #strangers(subscription: Subscription): object {
    const recordId = '0f0f0f0f-0000-4000-8000-000000000001';
    const theirs = {
      ...subscription,
      ...{ id: '0f0f0f0f-0000-4000-8000-000000000002', companyId: '0f0f0f0f-0000-4000-8000-000000000003' },
      clientState: 'another’s secret',
    };
    return this.#entry(theirs, { companyId: theirs.companyId, recordId, changeType: 'updated', at: 0 });
  }

  async #deliver({ id, notificationUrl: url }: Subscription, batch: Undelivered): Promise<void> {
    const status = await this.#post(url, batch.body);
    if (this.options.signal.aborted) return;
    this.#log({ url, subscriptionId: id, recordIds: batch.recordIds, status });
    const pause = AGAIN_AFTER_SECONDS[batch.tries];
    if ((status !== null && status >= 200 && status < 300) || pause === undefined) return;
    const dueAt = this.options.now() + pause * 1000;
    this.#undelivered = [...this.#undelivered, { ...batch, tries: batch.tries + 1, dueAt }];
  }

  async #post(url: string, body: object): Promise<number | null> {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const { signal } = this.options;
    return (await tell(url, { headers, body: JSON.stringify(body), signal, timeoutMs: ANSWER_MS }))?.status ?? null;
  }

  #log(line: LoggedDelivery): void {
    if (this.deliveries.length >= DELIVERIES_KEPT) this.deliveries.shift();
    this.deliveries.push(line);
  }

  #standing(): readonly Subscription[] {
    return this.store.state.subscriptions.filter(({ expiresAt }) => expiresAt > this.options.now());
  }

  #takeDue(): readonly Change[] {
    const [from, until] = [this.#toldUntil, Math.max(this.#toldUntil, this.options.now())];
    this.#toldUntil = until;
    const expected = this.#expected.filter(({ at }) => at <= until);
    this.#expected = this.#expected.filter(({ at }) => at > until);
    const listening = until <= from ? [] : [...new Set(this.#standing().map(({ companyId }) => companyId))];
    const generated = listening.flatMap((companyId) =>
      this.companies
        .bookOf(companyId)
        .generatedBetween(from - LOOK_BACK_MS, until)
        .flatMap((call) => changesOf(companyId, call))
        .filter(({ at }) => at > from && at <= until),
    );
    return [...expected, ...generated].sort((a, b) => a.at - b.at);
  }
}

const changesOf = (companyId: string, { id, versions }: SimulatedCall): readonly Change[] =>
  versions.map(({ at }, place) => ({
    ...{ companyId, recordId: id, at },
    changeType: place === 0 ? 'created' : 'updated',
  }));
